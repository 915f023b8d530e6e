package wire

import (
	"encoding/json"
	"fmt"
	"strconv"
)

// Members returns what a JSON body says, each value as text under its path:
// mfa_token, mfa_requirements.challenge.0.type, or 0.id of a list. A body that
// is not JSON has none.
func (r Response) Members() map[string]string {
	members := map[string]string{}
	var body any
	if json.Unmarshal([]byte(r.Body), &body) == nil {
		flatten(members, "", body)
	}
	return members
}

func flatten(into map[string]string, path string, value any) {
	prefix := path
	if prefix != "" {
		prefix += "."
	}
	switch v := value.(type) {
	case map[string]any:
		for name, member := range v {
			flatten(into, prefix+name, member)
		}
	case []any:
		for i, member := range v {
			flatten(into, prefix+strconv.Itoa(i), member)
		}
	case float64:
		into[path] = strconv.FormatFloat(v, 'f', -1, 64)
	case nil:
	default:
		into[path] = fmt.Sprint(v)
	}
}
