// Package token makes and checks JSON Web Tokens (RFC 7519) signed with RS256
// on virtual time. The tenant signs with it, the API verifies with it.
//
// An RSA signature takes about a millisecond natively and ten in the browser,
// and a replay signs the same tokens again and again. PKCS #1 v1.5 is
// deterministic, so a signature is remembered by what it signs, and a token
// whose signature equals the remembered one is known to be genuine. Its claims
// are read once.
package token

import (
	"crypto/rsa"
	_ "embed" // for the key
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math/big"
	"strings"
	"sync"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"mfaplayground/engine/wire"
)

// published is a private key that everybody may know: it protects nothing. It
// is fixed because the same scenario must give the same bytes everywhere. It is
// not in PEM because reading that would link all of crypto/x509 into the page.
//
//go:embed published-key.txt
var published string

// KeyID is the kid of the one key.
const KeyID = "playground-1"

// Claims are the members of a token's payload.
type Claims = jwt.MapClaims

var privateKey = sync.OnceValue(func() *rsa.PrivateKey {
	lines := strings.Fields(published)
	numbers := make([]*big.Int, 3)
	for i, line := range lines[len(lines)-3:] {
		n, ok := new(big.Int).SetString(line, 16)
		if !ok {
			panic("token: internal error: the embedded key does not parse")
		}
		numbers[i] = n
	}
	key := &rsa.PrivateKey{
		PublicKey: rsa.PublicKey{N: new(big.Int).Mul(numbers[0], numbers[1]), E: 65537},
		D:         numbers[2], Primes: numbers[:2],
	}
	key.Precompute()
	return key
})

// header is the same in every token (RFC 7515 section 4.1).
var header = base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"RS256","kid":"` + KeyID + `","typ":"JWT"}`))

// Sign returns the compact form of a token with these claims.
func Sign(claims Claims) string {
	payload := []byte(wire.ObjectOf(claims).End())
	looked := make([]byte, 0, len(header)+1+base64.RawURLEncoding.EncodedLen(len(payload)))
	looked = append(append(looked, header...), '.')
	looked = base64.RawURLEncoding.AppendEncode(looked, payload)
	if compact, ok := known.compact(looked); ok {
		return compact
	}
	input := string(looked)
	raw, err := jwt.SigningMethodRS256.Sign(input, privateKey())
	if err != nil {
		panic("token: internal error: " + err.Error())
	}
	compact := input + "." + base64.RawURLEncoding.EncodeToString(raw)
	known.put(compact[:len(input)], signed{compact: compact})
	return compact
}

// SignShared returns a token signed with a secret that both sides know (HS256),
// as the sites do that actions send the browser to.
func SignShared(secret string, claims Claims) string {
	t := jwt.NewWithClaims(jwt.SigningMethodHS256, claims)
	input, err := t.SigningString()
	if err != nil {
		panic("token: internal error: claims that cannot be encoded: " + err.Error())
	}
	// Not t.SignedString: see genuine.
	raw, err := jwt.SigningMethodHS256.Sign(input, []byte(secret))
	if err != nil {
		panic("token: internal error: " + err.Error())
	}
	return input + "." + t.EncodeSegment(raw)
}

// PublicKey returns the public half of the key as a JSON Web Key (RFC 7517
// section 4, RFC 7518 section 6.3.1).
func PublicKey() map[string]string {
	public := privateKey().PublicKey
	encode := base64.RawURLEncoding.EncodeToString
	return map[string]string{
		"kty": "RSA", "use": "sig", "alg": "RS256", "kid": KeyID,
		"n": encode(public.N.Bytes()), "e": encode(big.NewInt(int64(public.E)).Bytes()),
	}
}

// ErrSignature means that a token was not signed by the tenant.
var ErrSignature = errors.New("token: signature is not the tenant's")

// Verify checks the signature of a token, its issuer, its audience and, at the
// given instant, its lifetime. It returns the claims, or an error that wraps
// [ErrSignature] or one of golang-jwt's (such as jwt.ErrTokenExpired).
func Verify(compact, issuer, audience string, at time.Time) (Claims, error) {
	claims, err := genuine(compact)
	if err != nil {
		return nil, err
	}
	validator := jwt.NewValidator(
		jwt.WithTimeFunc(func() time.Time { return at }),
		jwt.WithIssuer(issuer), jwt.WithAudience(audience), jwt.WithExpirationRequired())
	if err := validator.Validate(claims); err != nil {
		return nil, fmt.Errorf("token: %w", err)
	}
	return claims, nil
}

// Read checks the signature of a token and returns its claims, whatever they
// say and however old they are.
func Read(compact string) (Claims, error) { return genuine(compact) }

// Genuine tells whether a token was signed by the tenant, whatever its claims
// say. The Tokens panel shows it.
func Genuine(compact string) bool {
	_, err := genuine(compact)
	return err == nil
}

// genuine checks the signature of a token and returns its claims, which the
// caller may change.
func genuine(compact string) (Claims, error) {
	input := compact[:max(0, strings.LastIndexByte(compact, '.'))]
	s, ok := known.get(input)
	if !ok || s.compact != compact {
		return verified(compact)
	}
	if s.claims == nil {
		payload, err := base64.RawURLEncoding.DecodeString(input[len(header)+1:])
		if err != nil {
			return nil, err
		}
		if err := json.Unmarshal(payload, &s.claims); err != nil {
			return nil, err
		}
		known.put(input, s)
	}
	return maps.Clone(s.claims), nil
}

// verified reads a token that is not known to have been signed here.
func verified(compact string) (Claims, error) {
	claims := Claims{}
	parser := jwt.NewParser()
	t, parts, err := parser.ParseUnverified(compact, claims)
	if err != nil {
		return nil, fmt.Errorf("token: not a JSON Web Token: %w", err)
	}
	if t.Method != jwt.SigningMethodRS256 {
		return nil, fmt.Errorf("%w: algorithm %v, expected RS256", ErrSignature, t.Header["alg"])
	}
	input := parts[0] + "." + parts[1]
	// Go's decoder passes over line breaks and stray bits, which RFC 7515 section
	// 2 has no room for. In the other two parts they would be signed with.
	signature, err := parser.DecodeSegment(parts[2])
	if err != nil || base64.RawURLEncoding.EncodeToString(signature) != parts[2] {
		return nil, fmt.Errorf("%w: not base64url", ErrSignature)
	}
	// By its own type, not as t.Method: a call through the interface would link
	// the Verify of every algorithm there is, and with it five elliptic curves.
	if err := jwt.SigningMethodRS256.Verify(input, signature, &privateKey().PublicKey); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrSignature, err)
	}
	return claims, nil
}

// knownMax bounds the memory of signatures: a long scenario signs a few
// hundred tokens, and forgetting costs only time.
const knownMax = 4096

// signed is a token that was signed here.
type signed struct {
	compact string
	claims  Claims // once somebody has read them
}

// memory remembers tokens by what they sign, which is their beginning.
type memory struct {
	mu     sync.Mutex
	tokens map[string]signed
}

var known = memory{tokens: map[string]signed{}}

func (m *memory) get(input string) (signed, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	s, ok := m.tokens[input]
	return s, ok
}

// compact is get for who has no string yet, and needs none if there is a token.
func (m *memory) compact(input []byte) (string, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	s, ok := m.tokens[string(input)]
	return s.compact, ok
}

func (m *memory) put(input string, s signed) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if len(m.tokens) >= knownMax {
		clear(m.tokens)
	}
	m.tokens[input] = s
}
