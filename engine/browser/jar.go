package browser

import (
	"slices"
	"strings"
	"time"

	"mfaplayground/engine/wire"
)

// Jar is a cookie store on virtual time (RFC 6265 section 5.3). The standard
// library's jar reads the wall clock and can neither list its cookies nor let
// a person edit one, and cookies are what this is all about.
type Jar []Cookie

// store takes in the cookies that a response from a host sets.
func (j *Jar) store(host string, resp wire.Response, now time.Time) {
	for _, c := range resp.SetCookies() {
		stored := Cookie{
			Host: host, Name: c.Name, Value: c.Value, Path: c.Path, Created: now, Expires: c.Expires.UTC(),
			HTTPOnly: c.HttpOnly, Secure: c.Secure, SameSite: c.SameSite,
		}
		if c.Expires.IsZero() {
			stored.Expires = time.Time{}
		}
		if c.MaxAge > 0 { // section 5.3: Max-Age wins over Expires
			stored.Expires = now.Add(time.Duration(c.MaxAge) * time.Second)
		} else if c.MaxAge < 0 {
			stored.Expires = now
		}
		if i := j.find(host, c.Name); i >= 0 {
			stored.Created = (*j)[i].Created // section 5.3, step 11.3
			(*j)[i] = stored
		} else {
			*j = append(*j, stored)
		}
	}
	j.expire(now)
}

// expire drops the cookies whose time has come.
func (j *Jar) expire(now time.Time) {
	*j = slices.DeleteFunc(*j, func(c Cookie) bool { return !c.Expires.IsZero() && !now.Before(c.Expires) })
}

// endProcess drops the cookies that live only as long as the browser process.
func (j *Jar) endProcess() {
	*j = slices.DeleteFunc(*j, func(c Cookie) bool { return c.Expires.IsZero() })
}

// header is the Cookie header for a request, or the empty string (section
// 5.4). Longer paths come first, then older cookies; every cookie here has the
// path "/", so the order of the jar is the right one.
func (j Jar) header(req wire.Request) string {
	u := req.Address()
	var pairs []string
	for _, c := range j {
		if c.Host == u.Host && strings.HasPrefix(u.Path, c.Path) && (!c.Secure || u.Scheme == "https") {
			pairs = append(pairs, c.Name+"="+c.Value)
		}
	}
	return strings.Join(pairs, "; ")
}

func (j Jar) find(host, name string) int {
	return slices.IndexFunc(j, func(c Cookie) bool { return c.Host == host && c.Name == name })
}

// edit changes the value of the named cookie, whatever host set it.
func (j Jar) edit(name, value string) bool {
	for i := range j {
		if j[i].Name == name {
			j[i].Value, j[i].Edited = value, true
			return true
		}
	}
	return false
}

// remove deletes the named cookie, whatever host set it.
func (j *Jar) remove(name string) bool {
	before := len(*j)
	*j = slices.DeleteFunc(*j, func(c Cookie) bool { return c.Name == name })
	return len(*j) < before
}
