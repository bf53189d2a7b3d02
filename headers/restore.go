package headers

import (
	"strings"
	"time"
)

// Restore is the value of x-oss-restore, which tells of an archived object that
// was asked to be readable (OSS RestoreObject). Without the header there was no
// restore, or its time is over.
type Restore struct {
	Ongoing bool      // it is still being restored
	Expiry  time.Time // if not Ongoing: until when it can be read
}

// ParseRestore parses the value of x-oss-restore.
//
//	restore = ongoing / done
//	ongoing = "ongoing-request=" DQUOTE "true" DQUOTE
//	done    = "ongoing-request=" DQUOTE "false" DQUOTE "," [SP]
//	          "expiry-date=" DQUOTE HTTP-date DQUOTE
func ParseRestore(s string) (Restore, bool) {
	if s == `ongoing-request="true"` {
		return Restore{Ongoing: true}, true
	}
	s, ok := strings.CutPrefix(s, `ongoing-request="false",`)
	if !ok {
		return Restore{}, false
	}
	s, ok = strings.CutPrefix(strings.TrimPrefix(s, " "), `expiry-date="`)
	if !ok {
		return Restore{}, false
	}
	s, ok = strings.CutSuffix(s, `"`)
	if !ok {
		return Restore{}, false
	}
	expiry, ok := ParseTime(s)
	return Restore{Expiry: expiry}, ok
}

// String returns the value as OSS writes it.
func (r Restore) String() string {
	if r.Ongoing {
		return `ongoing-request="true"`
	}
	return `ongoing-request="false", expiry-date="` + FormatTime(r.Expiry) + `"`
}
