package token

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

var noon = time.Date(2026, 11, 2, 12, 0, 0, 0, time.UTC)

func claims() Claims {
	return Claims{"iss": "https://t/", "aud": "api", "iat": noon.Unix(), "exp": noon.Add(time.Hour).Unix()}
}

func TestVerify(t *testing.T) {
	good := Sign(claims())
	head, rest, _ := strings.Cut(good, ".")
	none, err := jwt.NewWithClaims(jwt.SigningMethodNone, claims()).SignedString(jwt.UnsafeAllowNoneSignatureType)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, token, issuer, audience string
		at                            time.Time
		want                          error
	}{
		{"good", good, "https://t/", "api", noon, nil},
		{"one second before it expires", good, "https://t/", "api", noon.Add(time.Hour - time.Second), nil},
		{"when it expires", good, "https://t/", "api", noon.Add(time.Hour), jwt.ErrTokenExpired},
		{"other issuer", good, "https://u/", "api", noon, jwt.ErrTokenInvalidIssuer},
		{"other audience", good, "https://t/", "web", noon, jwt.ErrTokenInvalidAudience},
		{"altered", head + "." + strings.Replace(rest, "a", "b", 1), "https://t/", "api", noon, ErrSignature},
		{"algorithm none", none, "https://t/", "api", noon, ErrSignature},
		{"not a token", "x", "https://t/", "api", noon, jwt.ErrTokenMalformed},
	} {
		if _, err := Verify(c.token, c.issuer, c.audience, c.at); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, expected %v", c.name, err, c.want)
		}
	}
}

// Remembering signatures must change nothing but time.
func TestSignWithoutMemory(t *testing.T) {
	first := Sign(claims())
	clear(known.tokens)
	if !Genuine(first) {
		t.Error("a genuine token is refused once its signature is forgotten")
	}
	if second := Sign(claims()); second != first {
		t.Errorf("signing twice gives two signatures:\n%s\n%s", first, second)
	}
}

func BenchmarkSign(b *testing.B) {
	for range b.N {
		clear(known.tokens)
		Sign(claims())
	}
}
