package display

import (
	"fmt"
	"strings"
)

// ScreenColumns is the width of the screen in characters.
const ScreenColumns = 32

// View returns what a person sees, and what the serial port said.
func (s State) View() View {
	v := View{
		Name: s.Name, Firmware: s.Firmware, Phase: s.Phase, Screen: s.screen(), LED: s.led(),
		Tries: s.tries, UserCode: s.UserCode(), Serial: s.serial, Muted: s.muted, HasRefresh: s.refreshToken != "",
	}
	if s.accessToken != "" {
		v.TokenExpires = s.accessExpires
	}
	return v
}

func (s State) led() LED {
	switch s.Phase {
	case PhaseIdle, PhaseCode:
		return LEDBlue
	case PhaseWorking:
		return LEDGreen
	case PhaseStuck:
		return LEDRed
	}
	return LEDOff
}

// screen is the text on the display. While it is stuck the last quotation
// stays, and below it the error that nobody at home understands.
func (s State) screen() []string {
	switch s.Phase {
	case PhaseIdle:
		lines := []string{"Not connected."}
		if s.trouble != "" {
			lines = append(lines, "("+s.trouble+")")
		}
		return append(lines, "Press the button to connect.")
	case PhaseCode:
		lines := wrap("To connect, open " + strings.TrimPrefix(s.verifyAt, "https://") + " and enter")
		if s.notice != "" {
			lines = append(wrap("Please connect me again ("+s.notice+")."), lines...)
		}
		return append(lines, "", s.userCode)
	case PhaseWorking:
		return s.quotation()
	case PhaseStuck:
		lines := []string{s.trouble, fmt.Sprintf("Trying again (try %d)", s.tries)}
		if s.quote != "" {
			lines = append(append(s.quotation(), ""), lines...)
		}
		return lines
	}
	return nil
}

func (s State) quotation() []string { return append(wrap(s.quote), "- "+s.author) }

// wrap breaks a text with single spaces into lines of the screen's width.
func wrap(text string) []string {
	var lines []string
	for len(text) > ScreenColumns {
		cut := strings.LastIndexByte(text[:ScreenColumns+1], ' ')
		if cut < 0 {
			cut = strings.IndexByte(text, ' ') // a word that is wider than the screen
		}
		if cut < 0 {
			break
		}
		lines, text = append(lines, text[:cut]), text[cut+1:]
	}
	return append(lines, text)
}
