package play

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"mfaplayground/engine/scenario"
)

// Place is what the address bar holds: which scenario, which step, which tabs.
type Place struct {
	Scenario  *scenario.Scenario
	Bundled   string // the lesson's own text; a scenario that equals it is left out
	At        int
	Tenant    TenantTab
	Inspector InspectorTab
	Rule      string
	Action    string
	// Exchange is the number of the exchange that somebody chose, 0 when he
	// closed it; nil when nobody chose. Requests is which are listed, and the
	// part that is shown.
	Exchange *int
	Requests RequestList
	Grid     Choice
}

// Place returns what the address bar should hold now.
func (m Model) Place() Place {
	p := Place{
		Scenario: m.Scenario, Bundled: m.LessonText(), At: m.At,
		Tenant: m.Tenant, Inspector: m.Inspector, Rule: m.Rule, Action: m.Action,
		Requests: m.Requests, Grid: m.Grid.Choice,
	}
	if number := m.Exchange + 1; m.Chosen {
		p.Exchange = &number
	}
	return p
}

// Fragment returns the part of the address behind "#". Opening it shows the
// same again; everything that the page knows by itself is left out.
func (p Place) Fragment() (string, error) {
	var parts []string
	if part, err := p.scenarioPart(); err != nil {
		return "", err
	} else if part != "" {
		parts = append(parts, part)
	}
	parts = append(parts, "at="+strconv.Itoa(p.At+1), "tab="+string(p.Inspector))
	if p.Tenant != TabRules {
		parts = append(parts, "tenant="+string(p.Tenant))
	}
	if p.Inspector == TabRequests {
		parts = append(parts, p.requests()...)
	}
	if p.Inspector == TabGrid {
		parts = append(parts, p.Grid.parts()...)
	}
	return strings.Join(parts, "&"), nil
}

// scenarioPart is the part of the address that holds the scenario; it is empty
// for the page's lesson as bundled.
func (p Place) scenarioPart() (string, error) {
	if p.Scenario.Print() == p.Bundled {
		return "", nil
	}
	code, err := scenario.Encode(p.Scenario, p.base())
	if err != nil {
		return "", fmt.Errorf("link: %w", err)
	}
	return "s=" + code, nil
}

// base returns the text that a link builds on: the page's lesson, unless another
// scenario is shown by now.
func (p Place) base() string {
	if strings.HasPrefix(p.Bundled, p.Scenario.Title+"\n") {
		return p.Bundled
	}
	return ""
}

// requests are the parts of the address that tell which exchange is looked at,
// among which others.
func (p Place) requests() []string {
	var parts []string
	if p.Exchange != nil {
		parts = append(parts, "x="+strconv.Itoa(*p.Exchange))
	}
	if p.Requests.Part != PartAuto {
		parts = append(parts, "part="+string(p.Requests.Part))
	}
	if p.Requests.All {
		parts = append(parts, "list=all")
	}
	if p.Requests.Text != "" {
		parts = append(parts, "find="+url.QueryEscape(p.Requests.Text))
	}
	if p.Requests.Actor != "" {
		parts = append(parts, "by="+url.QueryEscape(p.Requests.Actor))
	}
	return parts
}

// linkedRequest reads the number of the exchange that an address names; -1 is
// none. Whether there is one so far shows when the scenario has been played.
func linkedRequest(text string) (int, error) {
	if text == "" {
		return -1, nil
	}
	number, err := strconv.Atoi(text)
	if err != nil || number < 0 {
		return 0, fmt.Errorf("x=%q names no request; expected a number", text)
	}
	return number, nil
}

// openRequests lists the exchanges that an address asks for, and opens the one
// that it names. If the scenario has not been played, that one may be there.
func (m Model) openRequests(values url.Values, number int, played bool) (Model, []Cmd) {
	m.Requests.All = values.Get("list") == "all"
	m.Requests.Text, m.Requests.Actor = values.Get("find"), values.Get("by")
	m.Requests.Part = Part(values.Get("part"))
	if f, ok := m.Frame(); number >= 0 && (number <= len(f.Exchanges) || !ok || !played) {
		m.Exchange, m.Chosen = number-1, true
	}
	return m.shownRow()
}

// open opens the state that a fragment holds. What cannot be read is named,
// and the last good state stays.
func (m Model) open(link Open) (Model, []Cmd) {
	values, err := url.ParseQuery(strings.TrimPrefix(link.Fragment, "#"))
	if err != nil {
		return m.badLink(err)
	}
	next, err := m.linked(values.Get("s"), link.Base)
	var missing scenario.MissingBase
	if errors.As(err, &missing) && !link.Fetched {
		return m, []Cmd{FetchBase{Name: scenario.BaseName(missing.Sum), Fragment: link.Fragment}}
	}
	if err != nil {
		return m.badLink(err)
	}
	at := len(next.Lines) - 1
	if text := values.Get("at"); text != "" {
		step, err := strconv.Atoi(text)
		if err != nil || step < 1 || step > len(next.Lines) {
			return m.badLink(fmt.Errorf("at=%q names no step; expected 1 to %d", text, len(next.Lines)))
		}
		at = step - 1
	}
	number, err := linkedRequest(values.Get("x"))
	if err != nil {
		return m.badLink(err)
	}
	if tab := InspectorTab(values.Get("tab")); slices.Contains(InspectorTabs, tab) {
		m.Inspector = tab
	}
	if tab := TenantTab(values.Get("tenant")); slices.Contains(TenantTabs, tab) {
		m.Tenant = tab
	}
	m = m.openGrid(values)
	same := m.Scenario != nil && m.Scenario.Print() == next.Print()
	m.Problem = ""
	var cmds []Cmd
	if same {
		next = m.Scenario
	}
	m.Claim = claimOf(values.Get(ClaimKey), next)
	if same {
		m, cmds = m.check().show().goTo(at)
	} else {
		m, cmds = m.returnTo(Moment{Scenario: next, At: at}, push(m.Past, Moment{Scenario: m.Scenario, At: m.At}), nil)
	}
	m, more := m.openRequests(values, number, same)
	return m, append(cmds, more...)
}

// linked returns the scenario that a link holds: the lesson's own when it
// holds none.
func (m Model) linked(code, base string) (*scenario.Scenario, error) {
	if code == "" {
		return scenario.Parse(m.Lesson+".txtar", m.LessonText())
	}
	return scenario.Decode(code, m.LessonText(), base)
}

// badLink names what is wrong with a link and keeps what is shown.
func (m Model) badLink(err error) (Model, []Cmd) {
	m.Problem = fmt.Sprintf("This link cannot be opened: %v. What you see is the lesson as bundled, or what was here before.", err)
	return m, []Cmd{Announce{Text: m.Problem}}
}
