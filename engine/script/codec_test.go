package script

import (
	"encoding/json"
	"reflect"
	"strconv"
	"testing"
)

// fill sets every field, each to something else.
func fill(v reflect.Value, n *int) {
	*n++
	switch v.Kind() {
	case reflect.String:
		v.SetString("text " + strconv.Itoa(*n))
	case reflect.Int, reflect.Int64:
		v.SetInt(int64(*n))
	case reflect.Uint32:
		v.SetUint(uint64(*n))
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem(), n)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		fill(v.Index(0), n)
		fill(v.Index(1), n)
	case reflect.Map:
		v.Set(reflect.MakeMap(v.Type()))
		for _, key := range []string{"b", "a"} {
			value := reflect.New(v.Type().Elem()).Elem()
			fill(value, n)
			v.SetMapIndex(reflect.ValueOf(key), value)
		}
	case reflect.Interface:
		v.Set(reflect.ValueOf("<any> " + strconv.Itoa(*n)))
	case reflect.Struct:
		for i := range v.NumField() {
			fill(v.Field(i), n)
		}
	}
}

func TestJobsAreWrittenAsByTheGeneralEncoder(t *testing.T) {
	var full Job
	n := 0
	fill(reflect.ValueOf(&full).Elem(), &n)
	bare := full
	bare.User, bare.Request, bare.Session, bare.Transaction = User{}, Request{}, &Session{}, &Transaction{}
	for name, job := range map[string]Job{"zero": {}, "full": full, "bare": bare, "base": baseJob(t)} {
		want, err := json.Marshal(job)
		if err != nil {
			t.Fatal(err)
		}
		if got := EncodeJob(job); got != string(want) {
			t.Errorf("%s is written as\n%s\nexpected\n%s", name, got, want)
		}
	}
}
