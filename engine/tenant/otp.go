package tenant

import (
	"crypto/hmac"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"time"
)

// otpPeriod is how long a one-time code is shown (RFC 6238 section 4.1).
const otpPeriod = 30 * time.Second

// secret is what the person's authenticator and the tenant share: the length of
// a SHA-1 (RFC 4226 section 4).
func (p Person) secret() [sha1.Size]byte {
	sum := sha256.Sum256([]byte("otp secret of " + p.Name))
	return [sha1.Size]byte(sum[:])
}

// OTP returns the one-time code that a person's authenticator shows at an
// instant: six digits, RFC 6238 with HMAC-SHA-1. The secret is made from the
// person's name; there is nothing to protect.
func (p Person) OTP(at time.Time) string {
	secret := p.secret()
	mac := hmac.New(sha1.New, secret[:])
	var counter [8]byte
	binary.BigEndian.PutUint64(counter[:], uint64(at.Unix()/int64(otpPeriod/time.Second)))
	mac.Write(counter[:])
	sum := mac.Sum(nil)
	// RFC 4226 section 5.3: dynamic truncation.
	offset := sum[len(sum)-1] & 0x0f
	code := binary.BigEndian.Uint32(sum[offset:offset+4]) & 0x7fffffff
	return fmt.Sprintf("%06d", code%1_000_000)
}
