package display

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"mfaplayground/engine/wire"
)

var noon = time.Date(2026, 11, 2, 12, 0, 0, 0, time.UTC)

// network answers each request with the next of its replies.
type network struct {
	t       *testing.T
	replies []wire.Response
	asked   []string
}

func (n *network) send(_ context.Context, req wire.Request) wire.Response {
	if len(n.replies) == 0 {
		n.t.Fatalf("unexpected request %s %s %s", req.Method, req.URL, req.Body)
	}
	n.asked = append(n.asked, req.Address().Path+" "+req.Form().Get("grant_type"))
	reply := n.replies[0]
	n.replies = n.replies[1:]
	return reply
}

func reply200(body string) wire.Response { return wire.Response{Status: 200, Body: body} }

func refusal(status int, code string) wire.Response {
	return wire.Response{Status: status, Header: http.Header{}, Body: fmt.Sprintf(`{"error":%q}`, code)}
}

var (
	code   = reply200(`{"device_code":"dc","user_code":"ABCD-EFGH","verification_uri":"https://t/activate","expires_in":900,"interval":5}`)
	tokens = reply200(`{"access_token":"at","refresh_token":"rt","expires_in":86400}`)
	fresh  = reply200(`{"access_token":"at2","expires_in":86400}`)
	quote  = reply200(`{"quote":"Begin.","author":"Horace"}`)
)

// device returns a device whose network will give these replies.
func device(t *testing.T, firmware Firmware, replies ...wire.Response) (*Device, *network) {
	n := &network{t: t, replies: replies}
	s := New("display", firmware, Pairing{})
	return &Device{State: &s, Now: noon, Send: n.send, ClientID: "c", Tenant: "https://t", API: "https://api"}, n
}

// run lets the device wake as often as it wants to, up to an instant.
func (d *Device) run(until time.Time) {
	for {
		at, ok := d.NextWake()
		if !ok || at.After(until) {
			d.Now = until
			return
		}
		d.Now = at
		d.Wake(context.Background())
	}
}

func TestConnectAndRenew(t *testing.T) {
	d, n := device(t, Naive, code, refusal(403, "authorization_pending"), tokens, quote, fresh, quote)
	d.PowerOn(context.Background())
	if v := d.View(); v.UserCode != "ABCD-EFGH" || v.LED != LEDBlue {
		t.Errorf("after power on: %+v", v)
	}
	d.run(noon.Add(10 * time.Second))
	if v := d.View(); v.Phase != PhaseWorking || v.LED != LEDGreen || strings.Join(v.Screen, "|") != "Begin.|- Horace" {
		t.Errorf("connected: %+v", v)
	}
	d.run(noon.Add(10*time.Second + 24*time.Hour))
	const want = "/oauth/device/code |/oauth/token urn:ietf:params:oauth:grant-type:device_code|" +
		"/oauth/token urn:ietf:params:oauth:grant-type:device_code|/today |/oauth/token refresh_token|/today "
	if got := strings.Join(n.asked, "|"); got != want {
		t.Errorf("asked %s\nexpected %s", got, want)
	}
}

func TestSlowDownAddsFiveSeconds(t *testing.T) { // RFC 8628 section 3.5
	d, _ := device(t, Naive, code, refusal(429, "slow_down"), refusal(403, "authorization_pending"))
	d.PowerOn(context.Background())
	d.run(noon.Add(5 * time.Second))
	if at, _ := d.NextWake(); !at.Equal(noon.Add(15 * time.Second)) {
		t.Errorf("after slow_down at 5 s it polls at %s, expected 15 s", at.Sub(noon))
	}
}

func TestNaiveTriesForEver(t *testing.T) {
	replies := []wire.Response{code, tokens, quote}
	for range 48 {
		replies = append(replies, refusal(403, "mfa_required"))
	}
	d, n := device(t, Naive, replies...)
	d.PowerOn(context.Background())
	d.run(noon.Add(5*time.Second + 24*time.Hour + 47*time.Hour))
	v := d.View()
	if v.Tries != 48 || v.LED != LEDRed || v.Screen[0] != "Begin." || len(n.replies) != 0 {
		t.Errorf("after two days of refusals: %+v, %d replies left", v, len(n.replies))
	}
	if len(v.Serial) != serialMax || v.Muted != 48+4-serialMax {
		t.Errorf("the serial log keeps %d lines and mutes %d", len(v.Serial), v.Muted)
	}
}

func TestCarefulAsksItsOwner(t *testing.T) {
	d, _ := device(t, Careful, code, tokens, quote, refusal(403, "mfa_required"), code, refusal(403, "authorization_pending"))
	d.PowerOn(context.Background())
	d.run(noon.Add(5*time.Second + 24*time.Hour))
	v := d.View()
	if v.Phase != PhaseCode || v.HasRefresh || !strings.Contains(strings.Join(v.Screen, " "), "mfa_required") {
		t.Errorf("after mfa_required: %+v", v)
	}
}

func TestCodeRunsOut(t *testing.T) {
	d, _ := device(t, Naive, code, refusal(403, "expired_token"), code)
	d.PowerOn(context.Background())
	d.run(noon.Add(time.Hour))
	if v := d.View(); v.Phase != PhaseIdle || !strings.Contains(strings.Join(v.Screen, " "), "Press the button") {
		t.Errorf("after expired_token: %+v", v)
	}
	if !d.Press(context.Background()) || d.UserCode() == "" {
		t.Error("the button does not ask for a new code")
	}
}

func TestPower(t *testing.T) {
	d, n := device(t, Naive, code, tokens, quote, fresh, quote)
	if d.PowerOff() || d.Press(context.Background()) {
		t.Error("a device that is off can be switched off or pressed")
	}
	d.PowerOn(context.Background())
	if d.PowerOn(context.Background()) {
		t.Error("a device that is on can be switched on")
	}
	d.run(noon.Add(5 * time.Second))
	d.PowerOff()
	if _, ok := d.NextWake(); ok || d.View().LED != LEDOff || len(d.View().Screen) != 0 {
		t.Errorf("off: %+v", d.View())
	}
	d.PowerOn(context.Background()) // the refresh token survived
	if d.View().Phase != PhaseWorking || len(n.replies) != 0 {
		t.Errorf("on again: %+v", d.View())
	}
}

func TestUnreadableAnswer(t *testing.T) {
	d, _ := device(t, Naive, wire.Response{Status: 200, Body: "<html>"})
	d.PowerOn(context.Background())
	if v := d.View(); v.Phase != PhaseStuck || v.Screen[0] != "unreadable_answer" {
		t.Errorf("after HTML: %+v", v)
	}
}

func TestScreenFits(t *testing.T) {
	for _, line := range wrap("No wind is the right one for a sailor who knows no harbour.") {
		if len(line) > ScreenColumns {
			t.Errorf("%q is %d characters wide", line, len(line))
		}
	}
}

// A device may poll at its own pace, and hold on to a code that has run out;
// the tenant is right all the same (facts 8.3).
func TestPairing(t *testing.T) {
	pending, slow, expired := refusal(403, "authorization_pending"), refusal(429, "slow_down"), refusal(403, "expired_token")
	d, n := device(t, Naive, code, pending, slow, slow)
	d.Pairing.Poll = time.Second
	d.PowerOn(context.Background())
	d.run(noon.Add(3 * time.Second))
	if len(n.replies) != 0 || d.interval != time.Second {
		t.Errorf("%d answers are left, the interval is %s", len(n.replies), d.interval)
	}
	d, n = device(t, Naive, code, expired, refusal(403, "invalid_grant"), refusal(403, "invalid_grant"))
	d.Pairing.Expired = ExpiredPoll
	d.PowerOn(context.Background())
	d.run(noon.Add(15 * time.Second))
	if len(n.replies) != 0 || d.UserCode() != "ABCD-EFGH" {
		t.Errorf("%d answers are left, the screen shows %q", len(n.replies), d.screen())
	}
	d, n = device(t, Naive, code, expired, code, tokens, quote)
	d.Pairing.Expired = ExpiredRenew
	d.PowerOn(context.Background())
	d.run(noon.Add(10 * time.Second))
	if len(n.replies) != 0 || d.Phase != PhaseWorking {
		t.Errorf("%d answers are left, the device is %s", len(n.replies), d.Phase)
	}
}
