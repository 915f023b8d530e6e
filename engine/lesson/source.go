package lesson

import "strings"

// prefixes leads from the keys of the fact sheet's sources to their addresses.
var prefixes = []struct{ key, address string }{
	{"C:", "https://community.auth0.com/t/"},
	{"D:", "https://auth0.com/docs/"},
	{"R:", "https://github.com/auth0/rules/blob/master/src/rules/"},
	{"L:", "https://github.com/auth0/docs/blob/master/articles/"},
	{"SPA:", "https://github.com/auth0/auth0-spa-js/blob/main/"},
	{"NXT:", "https://github.com/auth0/nextjs-auth0/blob/main/"},
	{"ANG:", "https://github.com/auth0/auth0-angular/blob/main/"},
	{"RFC:", "https://www.rfc-editor.org/rfc/rfc"},
}

// Address returns where a source of the fact sheet can be read, or the empty
// string when the key is none of those that the sheet uses.
func Address(key string) string {
	switch key {
	case "S1":
		return "https://eugeniopace.org/"
	case "S2":
		return Address("C:137539")
	}
	if thread, ok := strings.CutPrefix(key, "GH:"); ok {
		repository, number, found := strings.Cut(thread, "#")
		if !found || strings.Count(repository, "/") != 1 {
			return ""
		}
		return "https://github.com/" + repository + "/issues/" + number
	}
	for _, p := range prefixes {
		if rest, ok := strings.CutPrefix(key, p.key); ok && rest != "" {
			if p.key == "L:" {
				rest += ".md"
			}
			return p.address + rest
		}
	}
	return ""
}
