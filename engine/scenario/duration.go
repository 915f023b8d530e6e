package scenario

import (
	"strconv"
	"strings"
	"time"
)

// units of durations, from the longest. A day is always 24 hours: virtual time
// knows no daylight saving.
var units = []struct {
	letter byte
	length time.Duration
}{{'d', day}, {'h', time.Hour}, {'m', time.Minute}, {'s', time.Second}}

// ParseDuration reads a duration such as 90s, 5m, 36h, 8d or 6d23h: whole
// numbers with units, from the longest unit to the shortest, each unit at most
// once. It reports whether the text is one; negative and empty durations, and
// such that do not fit, are not.
func ParseDuration(text string) (time.Duration, bool) {
	var total time.Duration
	rest, unit := text, 0
	for rest != "" {
		digits := 0
		for digits < len(rest) && '0' <= rest[digits] && rest[digits] <= '9' {
			digits++
		}
		if digits == 0 || digits > 9 || digits == len(rest) {
			return 0, false
		}
		n, err := strconv.Atoi(rest[:digits])
		if err != nil {
			return 0, false
		}
		for unit < len(units) && units[unit].letter != rest[digits] {
			unit++
		}
		if unit == len(units) || time.Duration(n) > MaxWaits/units[unit].length {
			return 0, false
		}
		total += time.Duration(n) * units[unit].length
		rest, unit = rest[digits+1:], unit+1
	}
	return total, text != ""
}

// FormatDuration writes a duration as [ParseDuration] reads it: 6d23h. Hours
// up to three days stay hours, as the tenant's settings count them (72h). Parts
// of a second are cut off.
func FormatDuration(d time.Duration) string {
	if d < time.Second {
		return "0s"
	}
	if d <= 3*day && d%time.Hour == 0 && d%day != 0 {
		return strconv.Itoa(int(d/time.Hour)) + "h"
	}
	var b strings.Builder
	for _, u := range units {
		if n := d / u.length; n > 0 {
			b.WriteString(strconv.FormatInt(int64(n), 10))
			b.WriteByte(u.letter)
			d -= n * u.length
		}
	}
	return b.String()
}
