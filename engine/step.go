package engine

import (
	"time"

	"mfaplayground/engine/tenant"
)

// Step is one thing that somebody does. The text form of each verb stands in
// package scenario.
type Step struct {
	Actor    string              // the name of a browser, a display or an application, or admin; empty for wait
	Verb     Verb                //
	Object   string              // what the verb acts on: an app, a display, a person, a cookie
	Value    string              // the new value of an edited cookie; the method of a call
	Params   []Param             // parameters of a call; extra ones of the request of a visit or return
	Remember bool                // tick "Remember this device for 30 days" while passing
	Wait     time.Duration       // for VerbWait
	Risk     tenant.RiskSettings // for VerbRisk: what changes
	Tab      int                 // for VerbSwitchTab and VerbCloseTab, from 1; 0: the one in front
	Alone    bool                // delete the cookie, but not its twin
	Passkey  bool                // sign in with it
	Restore  bool                // reopen the browser with what was open

	Limits tenant.SessionLimits // for VerbSetSession: all of them
}

// Param is one request parameter that a visit adds, such as prompt=none.
type Param struct{ Name, Value string }

// Verb names what a step does.
type Verb string

// The verbs. A step that answers a prompt which is not there is skipped.
const (
	VerbWait Verb = "wait" // let virtual time pass
	VerbRisk Verb = "risk" // change what the risk assessment says

	VerbVisit        Verb = "visit"         // open an application and sign in to it
	VerbCheckSession Verb = "check-session" // have an application sign in silently, in a hidden frame
	VerbLogOut       Verb = "log-out"       // leave an application and end the session
	VerbRefresh      Verb = "refresh"       // have an application exchange its refresh token
	VerbSignIn       Verb = "sign-in"       // answer the login page, as Object or the browser's own person
	VerbPass         Verb = "pass"          // answer the MFA page of factor Object rightly
	VerbFail         Verb = "fail"          // answer it wrongly
	VerbEnroll       Verb = "enroll"        // answer the page that enrols factor Object
	VerbChoose       Verb = "choose"        // take factor Object or, if empty, see which there are, by way of "Try another method"
	VerbAbandon      Verb = "abandon"       // leave whatever page is open
	VerbActivate     Verb = "activate"      // open the activation page and enter the code that display Object shows
	VerbConfirm      Verb = "confirm"       // say that the device shows this code
	VerbCancel       Verb = "cancel"        // say that it does not
	VerbReturn       Verb = "return"        // leave the external page for /continue, with Params
	VerbCloseTab     Verb = "close-tab"     // close tab number Tab; cookies stay
	VerbOpenTab      Verb = "open-tab"      // open an empty tab in front
	VerbSwitchTab    Verb = "switch-tab"    // bring tab number Tab to the front
	VerbBack         Verb = "back"          // go back to the page before
	VerbReload       Verb = "reload"        // load the page again
	VerbReopen       Verb = "reopen"        // start the browser again, with Restore as it was
	VerbQuitBrowser  Verb = "quit-browser"  // end the browser process; session cookies go
	VerbEditCookie   Verb = "edit-cookie"   // change the value of cookie Object to Value
	VerbDeleteCookie Verb = "delete-cookie" // remove cookie Object

	VerbCall Verb = "call" // an application sends a Value (get, post, ...) request for path Object with Params

	VerbPowerOn  Verb = "power-on"  // start the display
	VerbPowerOff Verb = "power-off" // cut its power; what it stored stays
	VerbPress    Verb = "press"     // press its button: refresh now, or ask for a new code

	VerbSetSession Verb = "set-session" // change the tenant's settings of sessions to Limits
	VerbAdminister Verb = "administer"  // do the deed with the words Value to person or display Object
)
