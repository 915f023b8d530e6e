package play

import (
	"mfaplayground/engine/display"
	"mfaplayground/engine/tenant"
)

// The messages below are finished with the value of the control that sent
// them. A box gives "true" or "false".

// Fill sets the key.
func (m StepKey) Fill(value string) Msg { m.Key = value; return m }

// Fill sets the key.
func (m TenantTabKey) Fill(value string) Msg { m.Key = value; return m }

// Fill sets the key.
func (m InspectorTabKey) Fill(value string) Msg { m.Key = value; return m }

// Fill sets the key.
func (m BrowserTabKey) Fill(value string) Msg { m.Key = value; return m }

// Fill sets the code.
func (m EditCode) Fill(value string) Msg { m.Code = value; return m }

// Fill sets whether the script is on.
func (m SwitchScript) Fill(value string) Msg { m.On = value == "true"; return m }

// Fill sets the policy.
func (m SetPolicy) Fill(value string) Msg { m.Policy = tenant.Policy(value); return m }

// Fill sets the answer.
func (m SetAssumption) Fill(value string) Msg { m.Value = value; return m }

// Fill sets the firmware.
func (m SetFirmware) Fill(value string) Msg { m.Firmware = display.Firmware(value); return m }

// Fill sets the tick.
func (m SetRemember) Fill(value string) Msg { m.On = value == "true"; return m }

// Fill sets the value of the cookie.
func (m EditCookie) Fill(value string) Msg { m.Value = value; return m }
