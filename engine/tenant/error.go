package tenant

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strings"

	"mfaplayground/engine/wire"
)

// oauthError is an error that the wire shows (RFC 6749 sections 4.1.2.1 and
// 5.2). Every one is made by a function of this file.
type oauthError struct {
	Status      int    // at a token endpoint; a redirect carries none
	Code        string // the error parameter
	Description string // the error_description parameter
	MFAToken    string // with mfa_required only (facts 6.2)
	// Requirements is mfa_requirements, with mfa_required only, and only when an
	// action chose the factors (facts 6.2, 7.7).
	Requirements any
	URI          string // the error_uri parameter
	// tx is the authorization to end, when there is one: its application or
	// device is told, instead of the person.
	tx *transaction
}

func (e *oauthError) Error() string { return e.Code + ": " + e.Description }

// of ties the error to the authorization that it ends.
func (e *oauthError) of(tx transaction) *oauthError {
	e.tx = &tx
	return e
}

// Facts 6.2: 403 in four sources of five.
func mfaRequired(mfaToken string) *oauthError {
	return &oauthError{Status: 403, Code: "mfa_required", Description: mfaRequiredText, MFAToken: mfaToken}
}

const mfaRequiredText = "Multifactor authentication required"

// Facts 5.2: silent authentication answers login_required, not mfa_required.
func silentMFARequired() *oauthError {
	return &oauthError{Status: 403, Code: "login_required", Description: mfaRequiredText}
}

// Facts 5.2.
func loginRequired() *oauthError {
	return &oauthError{Status: 403, Code: "login_required", Description: "Login required"}
}

// Facts 5.2.
func consentRequired() *oauthError {
	return &oauthError{Status: 403, Code: "consent_required", Description: "Consent required"}
}

// Facts 6.3: the same text for unknown, revoked, expired and reused.
func (t *Tenant) unknownRefreshToken() *oauthError {
	if t.Config.Assume.Value(AssumeRefreshError) == "access_denied" {
		return &oauthError{Status: 403, Code: "access_denied", Description: "Unknown or invalid refresh token"}
	}
	return &oauthError{Status: 403, Code: "invalid_grant", Description: "Unknown or invalid refresh token."}
}

// Facts 6.3, row 9: the documented status. Captured answers may have 403.
func invalidCode() *oauthError {
	return &oauthError{Status: 400, Code: "invalid_grant", Description: "Invalid authorization code"}
}

// Facts 6.3.
func failedVerifier() *oauthError {
	return &oauthError{Status: 403, Code: "invalid_grant", Description: "Failed to verify code verifier"}
}

// Facts 6.3.
func missingParameter(name string) *oauthError {
	return &oauthError{Status: 400, Code: "invalid_request", Description: "Missing required parameter: " + name}
}

// RFC 6749 section 4.1.2.1; the texts are this simulator's own.
func invalidRequest(description string) *oauthError {
	return &oauthError{Status: 400, Code: "invalid_request", Description: description}
}

func sessionEnded() *oauthError {
	return invalidRequest("The session ended before the second factor was passed. Start again.")
}

// Facts 6.3.
func wrongPassword() *oauthError {
	return &oauthError{Status: 403, Code: "invalid_grant", Description: "Wrong email or password."}
}

// Facts 6.3.
func unsupportedGrant() *oauthError {
	return &oauthError{Status: 400, Code: "unsupported_grant_type", Description: "Grant type not supported"}
}

// Facts 6.3: unauthorized_client with the grant's name.
func grantNotAllowed(grant string) *oauthError {
	return &oauthError{
		Status: 403, Code: "unauthorized_client", Description: "Grant type '" + grant + "' not allowed for the client.",
		URI: "https://auth0.com/docs/clients/client-grant-types",
	}
}

// Facts 6.3 for the status; the text is this simulator's own.
func invalidScope(scope string) *oauthError {
	return &oauthError{Status: 400, Code: "invalid_scope", Description: "The application may not ask for the scope " + scope}
}

// accessScopes refuses two scopes that exclude each other (facts 6.3).
func accessScopes(scope string) *oauthError {
	if g := (grant{Scope: scope}); g.has("online_access") && g.has("offline_access") {
		return invalidRequest("Cannot request both online_access and offline_access scopes")
	}
	return nil
}

// The facts have no words for it; these are this simulator's own.
func noEndpoint(method, path string) *oauthError {
	return &oauthError{Status: 404, Code: "not_found", Description: "The tenant has no endpoint " + method + " " + path + "."}
}

// The words of /authorize; the facts have none for the token endpoint.
func unknownAudience(audience string) *oauthError {
	return &oauthError{Status: 403, Code: "access_denied", Description: "Service not found: " + audience}
}

// RFC 6749 section 5.2; facts 6.3 for the text.
func unknownClient() *oauthError {
	return &oauthError{Status: 401, Code: "invalid_client", Description: "Client authentication failed"}
}

// Facts 6.3 and RFC 8628 section 3.5, for the next four.
func authorizationPending() *oauthError {
	return &oauthError{Status: 403, Code: "authorization_pending", Description: "User has yet to authorize device code."}
}

func slowDown() *oauthError {
	return &oauthError{Status: 429, Code: "slow_down", Description: "You are polling faster than the specified interval of 5 seconds."}
}

func deviceCodeExpired() *oauthError {
	return &oauthError{Status: 403, Code: "expired_token", Description: "The device code has expired."}
}

func unknownDeviceCode() *oauthError {
	return &oauthError{Status: 403, Code: "invalid_grant", Description: "Invalid or expired device code."}
}

// Facts 6.3.
func deviceRefused() *oauthError {
	return &oauthError{Status: 403, Code: "access_denied", Description: "User cancelled the confirmation prompt."}
}

// stopped is the error of a login that a script ended (facts 1.8): 401 goes
// with unauthorized, 403 with access_denied.
func stopped(code, description string) *oauthError {
	status := 403
	if code == "unauthorized" {
		status = 401
	}
	if description == "" && code == "access_denied" {
		description = "Access denied" // facts 6.3: the generic text
	}
	return &oauthError{Status: status, Code: code, Description: description}
}

// render is the one place that turns an error into an answer: JSON at the
// endpoints that programs call, a redirect to the application, an end for the
// device, or a page.
func (t *Tenant) render(req wire.Request, err error) wire.Response {
	var e *oauthError
	if !errors.As(err, &e) {
		t.Journal.Err = err
		return errorPage(500, "The playground's script engine failed", err.Error())
	}
	switch {
	case e.tx != nil && e.tx.DeviceCode != "":
		t.endDevice(e.tx.DeviceCode, e)
		return about(e, errorPage(403, "The device was not connected", e.Description))
	case e.tx != nil:
		return e.tx.redirectError(e)
	case isShared(req.Address().Path): // programs call these
		resp := jsonResponse(e.Status, map[string]any{
			"error": e.Code, "error_description": e.Description, "mfa_token": e.MFAToken, "error_uri": e.URI,
			"mfa_requirements": e.Requirements,
		})
		if e.Code == "invalid_client" && strings.HasPrefix(req.Header.Get("Authorization"), "Basic ") {
			resp.Header.Set("Www-Authenticate", `Basic realm="Clients"`) // RFC 6749 section 5.2
		}
		return resp
	}
	return about(e, errorPage(e.Status, "That did not work", e.Description))
}

// about names the error that a page is about.
func about(e *oauthError, resp wire.Response) wire.Response {
	resp.Page.Error = e.Code
	return resp
}

// redirectError tells the application (RFC 6749 section 4.1.2.1).
func (tx *transaction) redirectError(e *oauthError) wire.Response {
	return tx.answer(url.Values{"error": {e.Code}, "error_description": {e.Description}, "error_uri": {e.URI}})
}

// redirect sends the browser to an address with more query parameters.
func redirect(address string, query url.Values) wire.Response {
	for name, values := range query {
		if values[0] == "" {
			query.Del(name)
		}
	}
	if len(query) > 0 {
		separator := "?"
		if strings.Contains(address, "?") {
			separator = "&" // RFC 6749 section 3.1.2: what is there already stays
		}
		address += separator + query.Encode()
	}
	return wire.Response{Status: 302, Header: http.Header{"Location": {address}}}
}

// jsonResponse encodes the members that are neither empty strings nor nil.
func jsonResponse(status int, members map[string]any) wire.Response {
	for name, value := range members {
		if value == "" || value == nil {
			delete(members, name)
		}
	}
	return jsonText(status, wire.ObjectOf(members).End())
}

func jsonList(list any) wire.Response {
	text, err := json.Marshal(list)
	if err != nil {
		panic("tenant: internal error: " + err.Error())
	}
	return jsonText(200, string(text))
}

func jsonText(status int, body string) wire.Response {
	return wire.Response{
		Status: status, Body: body,
		Header: http.Header{"Content-Type": {"application/json"}, "Cache-Control": {"no-store"}},
	}
}

func page(p wire.Page) wire.Response { return wire.Response{Status: 200, Page: &p} }

func errorPage(status int, title, text string) wire.Response {
	return wire.Response{Status: status, Page: &wire.Page{Kind: wire.PageError, Title: title, Text: []string{text}}}
}
