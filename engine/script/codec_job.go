package script

import "mfaplayground/engine/wire"

// EncodeJob returns the text in which a host hands a job to the prelude: that of
// encoding/json, but a grid of 200 cells would spend an eighth of its time there.
func EncodeJob(job Job) string {
	var o wire.Object
	o.Grow(1500)
	o.Number("now_ms", job.NowMS)
	o.Number("seed", int64(job.Seed))
	o.Text("tenant", job.Tenant)
	o.Text("protocol", job.Protocol)
	o.Begin("client")
	o.Text("id", job.Client.ID)
	o.Text("name", job.Client.Name)
	o.Flat("metadata", job.Client.Metadata)
	o.Close()
	o.Begin("connection")
	o.Text("id", job.Connection.ID)
	o.Text("name", job.Connection.Name)
	o.Text("strategy", job.Connection.Strategy)
	o.Close()
	job.User.encode(&o)
	job.Request.encode(&o)
	encodeMethods(&o, job.Methods)
	if job.Session != nil {
		job.Session.encode(&o)
	}
	if job.Transaction != nil {
		job.Transaction.encode(&o)
	}
	o.Option("audience", job.Audience)
	o.Number("logins_count", int64(job.LoginsCount))
	if job.RefreshToken != nil {
		o.Set("refresh_token", job.RefreshToken)
	}
	if job.Transfer != nil {
		o.Set("transfer", job.Transfer)
	}
	if job.Risk != nil {
		o.Set("risk", job.Risk)
	}
	o.Bool("interactive", job.Interactive)
	o.Bool("customizable", job.Customizable)
	if job.Resume != nil {
		o.Set("resume", job.Resume)
	}
	return o.End()
}

func (u *User) encode(o *wire.Object) {
	o.Begin("user")
	o.Text("user_id", u.ID)
	o.Option("email", u.Email)
	o.Bool("email_verified", u.EmailVerified)
	o.Option("username", u.Username)
	o.Text("name", u.Name)
	o.Text("nickname", u.Nickname)
	o.Option("given_name", u.GivenName)
	o.Option("family_name", u.FamilyName)
	o.Option("picture", u.Picture)
	o.Option("phone_number", u.PhoneNumber)
	if u.PhoneVerified {
		o.Bool("phone_verified", true)
	}
	if u.Blocked {
		o.Bool("blocked", true)
	}
	o.Number("created_ms", u.CreatedMS)
	o.Number("updated_ms", u.UpdatedMS)
	encodeInstant(o, "last_login_ms", u.LastLoginMS)
	encodeInstant(o, "last_password_reset_ms", u.LastPasswordResetMS)
	encodeMetadata(o, "app_metadata", u.AppMetadata)
	encodeMetadata(o, "user_metadata", u.UserMetadata)
	o.Texts("enrolled_factors", u.EnrolledFactors)
	if len(u.Roles) > 0 {
		o.Texts("roles", u.Roles)
	}
	o.Close()
}

func (r *Request) encode(o *wire.Object) {
	o.Begin("request")
	o.Text("method", r.Method)
	o.Text("ip", r.IP)
	o.Text("user_agent", r.UserAgent)
	o.Text("hostname", r.Hostname)
	o.Option("language", r.Language)
	o.Option("asn", r.ASN)
	o.Flat("query", r.Query)
	o.Flat("body", r.Body)
	encodeMetadata(o, "geoip", r.GeoIP)
	o.Close()
}

func (s *Session) encode(o *wire.Object) {
	o.Begin("session")
	o.Text("id", s.ID)
	o.Texts("client_ids", s.ClientIDs)
	o.Option("cookie_mode", s.CookieMode)
	encodeInstant(o, "created_ms", s.CreatedMS)
	encodeInstant(o, "authenticated_ms", s.AuthenticatedMS)
	encodeInstant(o, "updated_ms", s.UpdatedMS)
	encodeInstant(o, "last_interacted_ms", s.LastInteractedMS)
	encodeInstant(o, "idle_expires_ms", s.IdleExpiresMS)
	encodeInstant(o, "expires_ms", s.ExpiresMS)
	encodeMetadata(o, "metadata", s.Metadata)
	o.Close()
}

func (t *Transaction) encode(o *wire.Object) {
	o.Begin("transaction")
	o.Option("id", t.ID)
	o.Texts("acr_values", t.ACRValues)
	o.Texts("prompt", t.Prompt)
	o.Option("redirect_uri", t.RedirectURI)
	o.Texts("requested_scopes", t.Scopes)
	o.Texts("response_type", t.ResponseType)
	o.Option("response_mode", t.ResponseMode)
	o.Option("state", t.State)
	o.Option("login_hint", t.LoginHint)
	o.Option("ui_locales", t.UILocales)
	o.Close()
}

func encodeInstant(o *wire.Object, name string, ms int64) {
	if ms != 0 {
		o.Number(name, ms)
	}
}

func encodeMetadata(o *wire.Object, name string, metadata map[string]any) {
	if len(metadata) > 0 {
		o.Set(name, metadata)
	}
}

func encodeMethods(o *wire.Object, methods []Method) {
	if methods == nil {
		o.Set("methods", nil)
		return
	}
	o.Objects("methods", len(methods), func(i int) {
		o.Text("name", methods[i].Name)
		o.Option("type", methods[i].Type)
		o.Number("timestamp_ms", methods[i].TimestampMS)
	})
}
