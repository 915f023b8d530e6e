package tenant

// mfaErrors is the table of the errors of the MFA API, row by row (facts 7.6).
// Those in brackets are texts of this simulator's own.
var mfaErrors = map[string]oauthError{
	"wrong code":       {Status: 403, Code: "invalid_grant", Description: "Invalid otp_code."},
	"wrong binding":    {Status: 403, Code: "invalid_grant", Description: "Invalid binding_code."},
	"rejected":         {Status: 403, Code: "invalid_grant", Description: "MFA Authorization rejected."},
	"token expired":    {Status: 401, Code: "expired_token", Description: "mfa_token is expired"},
	"oob expired":      {Status: 401, Code: "expired_token", Description: "oob_code is expired"},
	"token malformed":  {Status: 403, Code: "invalid_grant", Description: "Malformed mfa_token"},
	"token foreign":    {Status: 400, Code: "invalid_request", Description: "mfa_token not issued to this client"},
	"oob mismatch":     {Status: 400, Code: "invalid_request", Description: "The oob_code doesn't match the mfa_token"},
	"not enrolled":     {Status: 401, Code: "unsupported_challenge_type", Description: "User is not enrolled with guardian"},
	"pending":          {Status: 403, Code: "authorization_pending", Description: "Authorization pending: please repeat the request in a few seconds."},
	"slow down":        {Status: 429, Code: "slow_down", Description: "You are polling faster than the specified interval of 5 seconds."},
	"too many":         {Status: 429, Code: "too_many_attempts", Description: "Too many wrong codes. Try again later."},
	"already enrolled": {Status: 403, Code: "access_denied", Description: "User is already enrolled"},
	"bad bearer":       {Status: 401, Code: "invalid_token", Description: "The token is neither an mfa_token nor an access token for this API."},
	"no authenticator": {Status: 404, Code: "not_found", Description: "There is no such authenticator."},
}

// mfaError returns the error of a cause in [mfaErrors].
func mfaError(cause string) *oauthError {
	e, known := mfaErrors[cause]
	if !known {
		panic("tenant: internal error: no MFA error for " + cause)
	}
	return &e
}

// notEnrolled is the error of somebody without a factor, for which the
// documentation has two names.
func (t *Tenant) notEnrolled() *oauthError {
	if t.Config.Assume.Value(AssumeNotEnrolled) == "association_required" {
		return &oauthError{Status: 403, Code: "association_required", Description: "User is not enrolled"}
	}
	return mfaError("not enrolled")
}

// unsupportedChallenge is the row of facts 7.6 that is a template.
func unsupportedChallenge(asked, supported string) *oauthError {
	return &oauthError{
		Status: 401, Code: "unsupported_challenge_type",
		Description: "The user does not support the requested challenge type (" + asked + "). Supported type: " + supported + ".",
	}
}

// insufficientScope is RFC 6750 section 3.1.
func insufficientScope(scope string) *oauthError {
	return &oauthError{Status: 403, Code: "insufficient_scope", Description: "Insufficient scope, expected: " + scope}
}
