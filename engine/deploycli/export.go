package deploycli

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"

	"mfaplayground/engine/scenario"
	"mfaplayground/engine/tenant"
)

// File is one file of a folder; its path has slashes.
type File struct{ Path, Text string }

// The members of the files that are written.
type (
	ruleFile struct {
		Name    string `json:"name"`
		Enabled bool   `json:"enabled"`
		Order   int    `json:"order"`
		Stage   string `json:"stage"`
		Script  string `json:"script"`
	}
	trigger struct {
		ID      string `json:"id"`
		Version string `json:"version"`
	}
	secret struct {
		Name  string `json:"name"`
		Value string `json:"value"`
	}
	actionFile struct {
		Name         string    `json:"name"`
		Code         string    `json:"code"`
		Runtime      string    `json:"runtime"`
		Status       string    `json:"status"`
		Dependencies []string  `json:"dependencies"`
		Secrets      []secret  `json:"secrets"`
		Triggers     []trigger `json:"supported_triggers"`
		Deployed     bool      `json:"deployed"`
	}
	binding struct {
		Action  string `json:"action_name"`
		Display string `json:"display_name"`
	}
	triggersFile struct {
		PostLogin []binding `json:"post-login"`
	}
)

// Files returns the rules and actions of a scenario as the Deploy CLI lays them
// out: code and settings of each, and the order of the actions. A rule's own
// order is its place. A secret has a placeholder for a value, which the Deploy
// CLI replaces when it deploys.
func Files(s *scenario.Scenario) ([]File, error) {
	config := s.Setup.Tenant
	var files []File
	add := func(path string, content any) error {
		text, err := jsonText(content)
		if err != nil {
			return fmt.Errorf("writing %s: %w", path, err)
		}
		files = append(files, File{path, text})
		return nil
	}
	for i, r := range config.Rules {
		files = append(files, File{"rules/" + r.Name + ".js", r.Code + "\n"})
		if err := add("rules/"+r.Name+".json", ruleFile{r.Name, r.Enabled, i + 1, "login_success", "./" + r.Name + ".js"}); err != nil {
			return nil, err
		}
	}
	if len(config.Actions) == 0 {
		return files, nil
	}
	bound := triggersFile{PostLogin: []binding{}}
	for _, a := range config.Actions {
		files = append(files, File{"actions/" + a.Name + "/code.js", a.Code + "\n"})
		if err := add("actions/"+a.Name+".json", actionOf(a)); err != nil {
			return nil, err
		}
		if a.Enabled {
			bound.PostLogin = append(bound.PostLogin, binding{a.Name, a.Name})
		}
	}
	return files, add("triggers/triggers.json", bound)
}

// actionOf returns an action's settings.
func actionOf(a tenant.Script) actionFile {
	f := actionFile{
		Name: a.Name, Code: "./actions/" + a.Name + "/code.js", Runtime: "node22", Status: "built",
		Dependencies: []string{}, Secrets: []secret{}, Triggers: []trigger{{"post-login", "v3"}}, Deployed: true,
	}
	for key := range a.Secrets {
		f.Secrets = append(f.Secrets, secret{key, "##" + key + "##"})
	}
	slices.SortFunc(f.Secrets, func(a, b secret) int { return bytes.Compare([]byte(a.Name), []byte(b.Name)) })
	return f
}

// jsonText writes a value as the Deploy CLI does.
func jsonText(content any) (string, error) {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	err := encoder.Encode(content)
	return b.String(), err
}
