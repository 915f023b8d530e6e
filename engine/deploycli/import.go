package deploycli

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	"mfaplayground/engine/scenario"
)

// Imported is a tenant's configuration as a scenario, with a report of what
// became of each part of it.
type Imported struct {
	Scenario *scenario.Scenario
	Taken    []string // what the scenario has now
	Left     []string // what is not simulated
	Secrets  []string // whose values were left out
}

// ErrNothing is the error of files in which there is no configuration.
var ErrNothing = errors.New("there is no tenant configuration in these files; expected the folder or the tenant.yaml that the Deploy CLI exports")

// assets are the parts of a configuration, whichever layout it came in.
type assets struct {
	tenant                                  any
	rules, configs, actions, clients, apis  []any
	triggers, policies, factors, phoneTypes any

	code map[string]string // by path, to which rules and actions refer
}

// Import makes a scenario of the files of a configuration, by path. A JSON or
// YAML file is given as the value that it holds, any other one as its text.
func Import(files map[string]any) (Imported, error) {
	r := &report{}
	a := assets{code: map[string]string{}}
	if root, whole, ok := yamlOf(files); ok {
		a.gather(root, files)
		a.yaml(whole, r)
	} else if !a.folder(files, r) {
		return Imported{}, ErrNothing
	}
	text := write(a, r)
	s, err := scenario.Parse("imported", text)
	if err != nil {
		return Imported{}, fmt.Errorf("what was imported makes no scenario: %w", err)
	}
	return Imported{Scenario: s, Taken: r.taken, Left: r.left, Secrets: r.secrets}, nil
}

// yamlOf finds the tenant.yaml nearest to the root.
func yamlOf(files map[string]any) (root string, whole *thing, ok bool) {
	for _, name := range byDepth(files) {
		base := strings.ToLower(path.Base(name))
		if base != "tenant.yaml" && base != "tenant.yml" {
			continue
		}
		if _, isObject := files[name].(map[string]any); isObject {
			return path.Dir(name), thingOf("tenant.yaml", files[name]), true
		}
	}
	return "", nil, false
}

// byDepth lists paths, those near the root first.
func byDepth(files map[string]any) []string {
	return slices.SortedFunc(maps.Keys(files), func(a, b string) int {
		return cmp.Or(cmp.Compare(strings.Count(a, "/"), strings.Count(b, "/")), strings.Compare(a, b))
	})
}

// gather keeps the files of text below a root, by their path from there.
func (a *assets) gather(root string, files map[string]any) {
	for name, value := range files {
		if text, ok := value.(string); ok {
			a.code[strings.TrimPrefix(strings.TrimPrefix(name, root), "/")] = text
		}
	}
}

// yaml takes a tenant.yaml apart.
func (a *assets) yaml(whole *thing, r *report) {
	a.tenant = whole.values["tenant"]
	a.rules, _ = whole.list("rules")
	a.configs, _ = whole.list("rulesConfigs")
	a.actions, _ = whole.list("actions")
	a.clients, _ = whole.list("clients")
	a.apis, _ = whole.list("resourceServers")
	a.triggers = whole.values["triggers"]
	a.policies = whole.values["guardianPolicies"]
	a.factors = whole.values["guardianFactors"]
	a.phoneTypes = whole.values["guardianPhoneFactorMessageTypes"]
	for _, key := range []string{"tenant", "triggers", "guardianPolicies", "guardianFactors", "guardianPhoneFactorMessageTypes"} {
		whole.seen[key] = true
	}
	for _, key := range slices.Sorted(maps.Keys(whole.values)) {
		if list, ok := whole.values[key].([]any); ok && len(list) == 0 {
			whole.seen[key] = true
		}
	}
	r.rest(whole)
}

// folder takes the layout of a directory apart, and tells whether it is one.
func (a *assets) folder(files map[string]any, r *report) bool {
	root, ok := rootOf(files)
	if !ok {
		return false
	}
	a.gather(root, files)
	var factors []any
	others := map[string]int{}
	for _, name := range byDepth(files) {
		inside := strings.TrimPrefix(strings.TrimPrefix(name, root), "/")
		kind, rest, _ := strings.Cut(inside, "/")
		_, isText := files[name].(string)
		switch {
		case inside == "tenant.json":
			a.tenant = files[name]
		case inside == "guardian/policies.json":
			a.policies = files[name]
		case inside == "guardian/phoneFactorMessageTypes.json":
			a.phoneTypes = files[name]
		case strings.HasPrefix(inside, "guardian/factors/"):
			factors = append(factors, files[name])
		case inside == "triggers/triggers.json":
			a.triggers = files[name]
		case isText && (kind == "rules" || kind == "actions"):
		case kind == "rules":
			a.rules = append(a.rules, files[name])
		case kind == "rules-configs":
			a.configs = append(a.configs, files[name])
		case kind == "actions":
			a.actions = append(a.actions, files[name])
		case kind == "clients" && !isText:
			a.clients = append(a.clients, files[name])
		case kind == "resource-servers":
			a.apis = append(a.apis, files[name])
		default:
			others[kindOf(kind, rest)]++
		}
	}
	a.factors = factors
	for _, kind := range slices.Sorted(maps.Keys(others)) {
		r.left = append(r.left, fmt.Sprintf("%s (files: %d)", kind, others[kind]))
	}
	return true
}

// kindOf names what a file is that is not simulated: its folder, or itself.
func kindOf(kind, rest string) string {
	if part, _, deep := strings.Cut(rest, "/"); kind == "guardian" && deep {
		return kind + "/" + part
	}
	return kind
}

// folders are those of the Deploy CLI that tell a configuration from any other
// folder.
var folders = []string{"rules", "actions", "clients", "guardian", "triggers", "resource-servers", "rules-configs"}

// rootOf finds the folder that a configuration lies in.
func rootOf(files map[string]any) (root string, ok bool) {
	for _, name := range byDepth(files) {
		if path.Base(name) == "tenant.json" {
			return strings.TrimSuffix(path.Dir(name), "."), true
		}
		parts := strings.Split(name, "/")
		for i, part := range parts[:len(parts)-1] {
			if slices.Contains(folders, part) && (!ok || i < strings.Count(root, "/")+1) {
				root, ok = strings.Join(parts[:i], "/"), true
			}
		}
		if ok {
			return root, true
		}
	}
	return root, ok
}
