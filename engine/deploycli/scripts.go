package deploycli

import (
	"cmp"
	"fmt"
	"path"
	"slices"
	"strings"

	"mfaplayground/engine/scenario"
	"mfaplayground/engine/script"
)

// find returns the code that a rule or action refers to: a path as it was
// written where it was exported, of which only the end counts, or the code
// itself.
func (a assets) find(ref string) (string, bool) {
	if !strings.HasSuffix(strings.TrimSpace(ref), ".js") {
		return ref, ref != ""
	}
	ref = path.Clean(strings.ReplaceAll(ref, `\`, "/"))
	best, length := "", 0
	for name := range a.code {
		if n := sameEnd(name, ref); n > length || n == length && n > 0 && name < best {
			best, length = name, n
		}
	}
	return a.code[best], length > 0
}

// sameEnd counts how many parts of two paths are the same, from the end.
func sameEnd(a, b string) int {
	x, y := strings.Split(a, "/"), strings.Split(b, "/")
	n := 0
	for n < len(x) && n < len(y) && x[len(x)-1-n] == y[len(y)-1-n] {
		n++
	}
	return n
}

// add writes a rule or an action with its code.
func (w *writer) add(kind script.Kind, name, code string, on bool, more ...string) {
	words := []string{string(kind), name}
	if !on {
		words = append(words, "off")
	}
	w.put(append(words, more...)...)
	fmt.Fprintf(&w.code, "-- %ss/%s.js --\n%s\n\n", kind, name, unmarked(code))
}

// unmarked keeps a line of code from beginning a file of the scenario.
func unmarked(code string) string {
	list := strings.Split(strings.ReplaceAll(strings.ToValidUTF8(strings.TrimRight(code, "\n\r"), "\ufffd"), "\r\n", "\n"), "\n")
	for i, l := range list {
		if strings.HasPrefix(l, "-- ") && strings.HasSuffix(l, " --") {
			list[i] = " " + l
		}
	}
	return strings.Join(list, "\n")
}

// rules reads the rules, by their order.
func (w *writer) rules(a assets) {
	list := make([]*thing, len(a.rules))
	for i, r := range a.rules {
		list[i] = called("rule", r, "name")
	}
	slices.SortStableFunc(list, func(x, y *thing) int {
		m, _ := x.number("order")
		n, _ := y.number("order")
		return cmp.Compare(m, n)
	})
	taken := names{}
	for _, t := range list {
		ref := cmp.Or(t.text("script"), t.text("name")+".js")
		code, found := a.find(ref)
		switch stage := t.text("stage"); {
		case stage != "" && stage != "login_success":
			w.left = append(w.left, fmt.Sprintf("%s: the stage %s", t.label, line(stage)))
			continue
		case !found:
			w.left = append(w.left, fmt.Sprintf("%s: its code, %s, is not among the files", t.label, line(ref)))
			continue
		case len(taken) == scenario.MaxScripts:
			w.left = append(w.left, fmt.Sprintf("%s: there is room for %d", t.label, scenario.MaxScripts))
			continue
		}
		name, on := taken.of(t.text("name"), "rule"), t.flag("enabled", true)
		t.seen["id"], t.seen["order"] = true, true
		w.rest(t)
		w.add(script.Rule, name, code, on)
		w.taken = append(w.taken, called("rule", t.values, "name").label+state(on))
	}
}

// state says that a script is off.
func state(on bool) string {
	if on {
		return ""
	}
	return ", switched off"
}

// actions reads the actions of the post-login trigger: those that are bound to
// it in their order, then the others, switched off.
func (w *writer) actions(a assets) {
	order := map[string]int{}
	triggers := thingOf("triggers", a.triggers)
	bound, _ := triggers.list("post-login")
	for i, b := range bound {
		order[thingOf("", b).text("action_name")] = i + 1
	}
	list := make([]*thing, len(a.actions))
	for i, x := range a.actions {
		list[i] = called("action", x, "name")
	}
	place := func(t *thing) int { return cmp.Or(order[t.text("name")], len(bound)+1) }
	slices.SortStableFunc(list, func(x, y *thing) int { return cmp.Compare(place(x), place(y)) })
	taken := names{}
	for _, t := range list {
		w.action(a, t, taken, order[t.text("name")] > 0)
	}
	for _, b := range bound {
		name := thingOf("", b).text("action_name")
		if !slices.ContainsFunc(list, func(t *thing) bool { return t.text("name") == name }) {
			w.left = append(w.left, fmt.Sprintf("trigger post-login: the action %q is not among the files", line(name)))
		}
	}
	for key, value := range triggers.values {
		if list, ok := value.([]any); ok && len(list) == 0 {
			triggers.seen[key] = true
		}
	}
	w.rest(triggers)
}

// action reads one action.
func (w *writer) action(a assets, t *thing, taken names, on bool) {
	postLogin := false
	list, given := t.list("supported_triggers")
	for _, x := range list {
		postLogin = postLogin || thingOf("", x).text("id") == "post-login"
	}
	ref := cmp.Or(t.text("code"), "actions/"+t.text("name")+"/code.js")
	code, found := a.find(ref)
	switch {
	case given && !postLogin:
		w.left = append(w.left, t.label+": its trigger is not post-login")
		return
	case !found:
		w.left = append(w.left, fmt.Sprintf("%s: its code, %s, is not among the files", t.label, line(ref)))
		return
	case len(taken) == scenario.MaxScripts:
		w.left = append(w.left, fmt.Sprintf("%s: there is room for %d", t.label, scenario.MaxScripts))
		return
	}
	var secrets []string
	list, _ = t.list("secrets")
	for i, x := range list {
		key := thingOf("", x).text("name")
		w.secrets = append(w.secrets, t.label+": secret "+line(key))
		if slug(key) == key && key != "" && i < scenario.MaxMetadata {
			secrets = append(secrets, "secret."+key+"="+value(notImported))
		}
	}
	modules, _ := t.list("dependencies")
	for _, x := range modules {
		w.left = append(w.left, fmt.Sprintf("%s: the npm module %s", t.label, line(thingOf("", x).text("name"))))
	}
	for _, key := range []string{"status", "runtime", "deployed", "current_version", "deployed_version", "installed_integration_id"} {
		t.seen[key] = true
	}
	w.rest(t)
	w.add(script.Action, taken.of(t.text("name"), "action"), code, on, secrets...)
	w.taken = append(w.taken, t.label+state(on))
}
