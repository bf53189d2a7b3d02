package transcript

import (
	"fmt"
	"slices"
)

// A Version is a version of the signature algorithm. The zero value is V4.
type Version int

const (
	V4 Version = iota // OSS4-HMAC-SHA256, which OSS recommends
	V1                // HMAC-SHA1
)

var versions = [...]string{V4: "V4", V1: "V1"}

// String returns "V4" or "V1".
func (v Version) String() string {
	if v < 0 || int(v) >= len(versions) {
		return fmt.Sprintf("Version(%d)", int(v))
	}
	return versions[v]
}

// MarshalText returns the text of String. It never fails.
func (v Version) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// UnmarshalText takes "V4" or "V1".
func (v *Version) UnmarshalText(text []byte) error {
	i := slices.Index(versions[:], string(text))
	if i < 0 {
		return fmt.Errorf("transcript: %.64q is not a version; it is V4 or V1", text)
	}
	*v = Version(i)
	return nil
}
