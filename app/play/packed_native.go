//go:build !js

package play

import (
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"

	"mfaplayground/engine/lesson"
	"mfaplayground/engine/scenario"
)

// Pack writes a result as text for a page. Only the build of the site does, so
// the browser is spared it.
func Pack(s *scenario.Scenario, result scenario.Result, verdicts []lesson.Verdict) string {
	p := packed{Shape: shapeOf(reflect.TypeFor[packed]()), Of: sumOf(s), Frames: result.Frames, Checks: result.Checks, Verdicts: verdicts}
	return base64.RawURLEncoding.EncodeToString(encode(nil, reflect.ValueOf(p)))
}

// encode appends a value.
func encode(b []byte, v reflect.Value) []byte {
	switch {
	case v.Type() == timeType:
		t := v.Interface().(time.Time)
		if t.IsZero() {
			return binary.AppendVarint(b, 0)
		}
		return binary.AppendVarint(b, t.UnixNano())
	case v.Kind() == reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				b = encode(b, v.Field(i))
			}
		}
		return b
	}
	switch v.Kind() {
	case reflect.String:
		b = binary.AppendUvarint(b, uint64(v.Len()))
		return append(b, v.String()...)
	case reflect.Int, reflect.Int64:
		return binary.AppendVarint(b, v.Int())
	case reflect.Bool:
		if v.Bool() {
			return append(b, 1)
		}
		return append(b, 0)
	case reflect.Pointer:
		if v.IsNil() {
			return append(b, 0)
		}
		return encode(append(b, 1), v.Elem())
	case reflect.Slice:
		b = binary.AppendUvarint(b, uint64(v.Len()))
		for i := range v.Len() {
			b = encode(b, v.Index(i))
		}
		return b
	case reflect.Map:
		keys := v.MapKeys()
		slices.SortFunc(keys, func(a, c reflect.Value) int { return strings.Compare(a.String(), c.String()) })
		b = binary.AppendUvarint(b, uint64(len(keys)))
		for _, key := range keys {
			b = encode(encode(b, key), v.MapIndex(key))
		}
		return b
	}
	panic(fmt.Sprintf("play: internal error: a %s cannot be packed", v.Type()))
}
