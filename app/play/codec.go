package play

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"reflect"
	"time"
)

// The bundled result is read once, before the page answers, by code that the
// browser has not optimised yet. encoding/json takes a hundred milliseconds for
// that, most of them for preparing its types; this codec takes a tenth. It
// writes the exported fields of plain values in their order, and knows neither
// versions nor strangers: shapeOf tells whether both sides are of one build.

var timeType = reflect.TypeFor[time.Time]()

var errCut = errors.New("the text ends too soon")

// decoder reads what encode wrote.
type decoder struct {
	rest []byte
	err  error
}

// count reads a length or a number without sign; it is never larger than what
// could follow, so that a damaged text cannot ask for all memory.
func (d *decoder) count() int {
	n, size := binary.Uvarint(d.rest)
	if size <= 0 || n > uint64(len(d.rest)) {
		d.err = errCut
		return 0
	}
	d.rest = d.rest[size:]
	return int(n)
}

func (d *decoder) number() int64 {
	n, size := binary.Varint(d.rest)
	if size <= 0 {
		d.err = errCut
		return 0
	}
	d.rest = d.rest[size:]
	return n
}

func (d *decoder) flag() bool {
	if len(d.rest) == 0 {
		d.err = errCut
		return false
	}
	on := d.rest[0] != 0
	d.rest = d.rest[1:]
	return on
}

// decode fills a settable value.
func (d *decoder) decode(v reflect.Value) {
	switch {
	case d.err != nil:
		return
	case v.Type() == timeType:
		if n := d.number(); n != 0 {
			v.Set(reflect.ValueOf(time.Unix(0, n).UTC()))
		}
		return
	case v.Kind() == reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				d.decode(v.Field(i))
			}
		}
		return
	}
	switch v.Kind() {
	case reflect.String:
		n := d.count()
		if n > len(d.rest) {
			d.err = errCut
			return
		}
		v.SetString(string(d.rest[:n]))
		d.rest = d.rest[n:]
	case reflect.Int, reflect.Int64:
		v.SetInt(d.number())
	case reflect.Bool:
		v.SetBool(d.flag())
	case reflect.Pointer:
		if d.flag() {
			v.Set(reflect.New(v.Type().Elem()))
			d.decode(v.Elem())
		}
	case reflect.Slice:
		if n := d.count(); n > 0 {
			v.Set(reflect.MakeSlice(v.Type(), n, n))
			for i := range n {
				d.decode(v.Index(i))
			}
		}
	case reflect.Map:
		if n := d.count(); n > 0 {
			v.Set(reflect.MakeMap(v.Type()))
			for range n {
				key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
				d.decode(key)
				d.decode(value)
				v.SetMapIndex(key, value)
			}
		}
	default:
		panic(fmt.Sprintf("play: internal error: a %s cannot be unpacked", v.Type()))
	}
}

// shapeOf identifies the shape of a type: the names and kinds of all that is
// packed of it.
func shapeOf(t reflect.Type) int { return int(shape(t, 0)) }

func shape(t reflect.Type, sum uint32) uint32 {
	sum = crc32.Update(sum, crc32.IEEETable, []byte{byte(t.Kind())})
	switch t.Kind() {
	case reflect.Struct:
		for i := range t.NumField() {
			if f := t.Field(i); f.IsExported() && t != timeType {
				sum = shape(f.Type, crc32.Update(sum, crc32.IEEETable, []byte(f.Name)))
			}
		}
	case reflect.Pointer, reflect.Slice:
		sum = shape(t.Elem(), sum)
	case reflect.Map:
		sum = shape(t.Elem(), shape(t.Key(), sum))
	}
	return sum
}
