package browser

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"mfaplayground/engine/wire"
)

// Jar is a cookie store on virtual time (RFC 6265 section 5.3, with SameSite
// of its revision, RFC 6265bis). The standard library's jar reads the wall
// clock and can neither list its cookies nor let a person edit one, and cookies
// are what this is all about.
type Jar []Cookie

// Limits of a jar, those of real browsers (RFC 6265 section 6.1).
const (
	cookieBytesMax = 4096 // name and value of one cookie
	perHostMax     = 50   // cookies of one host; the oldest makes room
)

// store takes in the cookies that the response to a request sets.
func (j *Jar) store(l leg, resp wire.Response, now time.Time) {
	u := l.to
	for _, c := range resp.SetCookies() {
		stored := Cookie{
			Host: u.Host, Name: c.Name, Value: c.Value, Path: c.Path, Created: now, Expires: lifetime(c, now),
			HTTPOnly: c.HttpOnly, Secure: c.Secure, SameSite: c.SameSite,
		}
		if !strings.HasPrefix(c.Path, "/") {
			stored.Path = defaultPath(u.Path)
		}
		if domain := strings.ToLower(strings.TrimPrefix(c.Domain, ".")); domain != "" {
			if !strings.Contains(domain, ".") || !domainMatch(u.Host, domain) {
				continue // section 5.3, steps 5 and 6: a foreign domain, or everybody's
			}
			stored.Host, stored.Subdomains = domain, true
		}
		if !l.takes(stored, u.Scheme == "https") {
			continue
		}
		if i := slices.IndexFunc(*j, stored.replaces); i >= 0 {
			stored.Created = (*j)[i].Created // section 5.3, step 11.3
			(*j)[i] = stored
		} else {
			*j = append(*j, stored)
		}
		j.makeRoom(stored.Host)
	}
	j.expire(now)
}

// lifetime is when a cookie ends: Max-Age wins over Expires (section 5.3, step
// 3); the zero instant is the end of the browser process.
func lifetime(c *http.Cookie, now time.Time) time.Time {
	switch {
	case c.MaxAge > 0:
		return now.Add(time.Duration(c.MaxAge) * time.Second)
	case c.MaxAge < 0:
		return now
	case c.Expires.IsZero():
		return time.Time{}
	}
	return c.Expires.UTC()
}

// defaultPath is the path of a cookie that names none (section 5.1.4).
func defaultPath(path string) string {
	if i := strings.LastIndexByte(path, '/'); i > 0 {
		return path[:i]
	}
	return "/"
}

// makeRoom drops the oldest cookie of a host that has too many.
func (j *Jar) makeRoom(host string) {
	first, count := -1, 0
	for i, c := range *j {
		if c.Host != host {
			continue
		}
		if count++; first < 0 || c.Created.Before((*j)[first].Created) {
			first = i
		}
	}
	if count > perHostMax {
		*j = slices.Delete(*j, first, first+1)
	}
}

// expire drops the cookies whose time has come.
func (j *Jar) expire(now time.Time) {
	*j = slices.DeleteFunc(*j, func(c Cookie) bool { return !c.Expires.IsZero() && !now.Before(c.Expires) })
}

// endProcess drops the cookies that live only as long as the browser process,
// and returns what the jar was before.
func (j *Jar) endProcess() Jar {
	before := slices.Clone(*j)
	*j = slices.DeleteFunc(*j, func(c Cookie) bool { return c.Expires.IsZero() })
	return before
}

// header is the Cookie header for a request, or the empty string (section
// 5.4): longer paths first, then older cookies.
func (j Jar) header(l leg) string {
	u := l.to
	sent := make([]*Cookie, 0, len(j))
	for k := range j {
		c := &j[k]
		if c.reaches(u.Host, u.Path) && (!c.Secure || u.Scheme == "https") && l.sends(*c) {
			i := len(sent)
			for i > 0 && sent[i-1].after(*c) {
				i--
			}
			sent = slices.Insert(sent, i, c)
		}
	}
	pairs := make([]string, len(sent))
	for i, c := range sent {
		pairs[i] = c.Name + "=" + c.Value
	}
	return strings.Join(pairs, "; ")
}

// Repeats tells whether a cookie is the twin of another one in the jar and says
// the same, so that one line is enough for both.
func (c Cookie) Repeats(jar Jar) bool {
	main, isTwin := strings.CutSuffix(c.Name, wire.TwinSuffix)
	return isTwin && slices.ContainsFunc(jar, func(other Cookie) bool {
		return other.Name == main && other.Host == c.Host && other.Value == c.Value && other.Expires.Equal(c.Expires)
	})
}

// replaces tells whether a cookie takes the place of another one.
func (c Cookie) replaces(old Cookie) bool {
	return c.Name == old.Name && c.Host == old.Host && c.Path == old.Path
}

// reaches tells whether a cookie belongs to an address (sections 5.1.3, 5.1.4).
func (c Cookie) reaches(host, path string) bool {
	if host != c.Host && !(c.Subdomains && domainMatch(host, c.Host)) {
		return false
	}
	rest, ok := strings.CutPrefix(path, c.Path)
	return ok && (rest == "" || rest[0] == '/' || strings.HasSuffix(c.Path, "/"))
}

// after tells whether a cookie is sent behind another one.
func (c Cookie) after(other Cookie) bool {
	if len(c.Path) != len(other.Path) {
		return len(c.Path) < len(other.Path)
	}
	return c.Created.After(other.Created)
}

func domainMatch(host, domain string) bool {
	return host == domain || strings.HasSuffix(host, "."+domain)
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

// remove deletes the named cookie, whatever host set it, and unless it is to
// go alone its twin as well.
func (j *Jar) remove(name string, alone bool) bool {
	before := len(*j)
	*j = slices.DeleteFunc(*j, func(c Cookie) bool { return c.Name == name || !alone && c.Name == name+wire.TwinSuffix })
	return len(*j) < before
}
