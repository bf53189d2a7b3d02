package xmlerr

import (
	"encoding/xml"
	"strings"
	"time"
)

// maxExtra is how many elements beyond the known ones are kept.
const maxExtra = 32

// maxDepth is how far below the root an element is still kept.
const maxDepth = 8

// document collects the leaves of an Error element.
type document struct {
	Error
	open       []xml.Name // of the open elements, the root's first; nil before the root
	text       []byte     // of the innermost element, since it began
	isLeaf     bool       // the innermost element has no child so far
	evidence   Evidence
	keyElement string // the name under which evidence.AccessKeyID came
	serverTime string
}

// leaf takes the innermost open element at its end. A known one counts as a child of the root only, an
// unknown one at any depth (AccessDeniedDetail has its facts one level down),
// but not within a known or a secret one.
func (d *document) leaf(text string) {
	path := d.open[1:]
	if len(path) == 0 {
		return
	}
	name := path[len(path)-1].Local
	field := d.field(name)
	if field == nil {
		if !withinKnown(path) {
			d.addExtra(name, text)
		}
		return
	}
	if len(path) > 1 || *field != "" {
		return
	}
	if name != "StringToSign" && name != "CanonicalRequest" {
		text = strings.Trim(text, blanks)
	}
	*field = text
	if *field != "" && field == &d.evidence.AccessKeyID {
		d.keyElement = name
	}
}

// withinKnown reports whether a path below the root leads through a known or a
// secret element, or deeper than is kept.
func withinKnown(path []xml.Name) bool {
	if len(path) > maxDepth {
		return true
	}
	for _, p := range path {
		if isKnown(p.Local) || isSecret(p.Local) {
			return true
		}
	}
	return false
}

// isKnown reports whether an element has a field of its own.
func isKnown(name string) bool { return new(document).field(name) != nil }

// field returns where the text of the element name goes, nil if the element is
// not known.
func (d *document) field(name string) *string {
	switch name {
	case "Code":
		return (*string)(&d.Code)
	case "Message":
		return &d.Message
	case "RequestId":
		return &d.RequestID
	case "HostId":
		return &d.HostID
	case "EC":
		return &d.EC
	case "ServerTime":
		return &d.serverTime
	case "OSSAccessKeyId", "AWSAccessKeyId":
		return &d.evidence.AccessKeyID
	case "SignatureProvided":
		return &d.evidence.SignatureProvided
	case "StringToSign":
		return &d.evidence.StringToSign
	case "StringToSignBytes":
		return &d.evidence.StringToSignBytes
	case "CanonicalRequest":
		return &d.evidence.CanonicalRequest
	case "CanonicalRequestBytes":
		return &d.evidence.CanonicalRequestBytes
	}
	return nil
}

// finish decides what depends on several elements. An access key id is evidence
// of SignatureDoesNotMatch; InvalidAccessKeyId has it too, as a further element.
func (d *document) finish() {
	key := d.evidence.AccessKeyID
	rest := d.evidence
	rest.AccessKeyID = ""
	if rest != (Evidence{}) || key != "" && d.Code == SignatureDoesNotMatch {
		ev := d.evidence
		d.Evidence = &ev
	} else if key != "" {
		d.putExtra(d.keyElement, key)
	}
	if t, ok := parseServerTime(d.serverTime); ok {
		d.ServerTime = t
	} else if d.serverTime != "" {
		d.putExtra("ServerTime", d.serverTime)
	}
}

func (d *document) addExtra(name, text string) {
	if isExtraName(name) {
		d.putExtra(name, strings.Trim(text, blanks))
	}
}

func (d *document) putExtra(name, value string) {
	if _, ok := d.Extra[name]; ok || len(d.Extra) >= maxExtra {
		return
	}
	if d.Extra == nil {
		d.Extra = make(map[string]string)
	}
	d.Extra[name] = value
}

// isPlainName reports an XML name in ASCII and without a colon.
func isPlainName(name string) bool {
	for i := range len(name) {
		b := name[i]
		letter := 'a' <= b && b <= 'z' || 'A' <= b && b <= 'Z' || b == '_'
		if !letter && (i == 0 || (b < '0' || b > '9') && b != '-' && b != '.') {
			return false
		}
	}
	return name != ""
}

// isExtraName reports whether an element may stand in Extra: it has a name that
// no field has and that does not tell of a secret.
func isExtraName(name string) bool {
	return isPlainName(name) && !isKnown(name) && !isSecret(name)
}

// isSecret reports whether an element of this name may hold a string to sign, a
// canonical request or a token, in whatever spelling.
func isSecret(name string) bool {
	low := strings.NewReplacer("-", "", "_", "", ".", "").Replace(strings.ToLower(name))
	for _, mark := range [...]string{"stringtosign", "canonicalrequest", "token", "secret"} {
		if strings.Contains(low, mark) {
			return true
		}
	}
	return false
}

// serverTimeLayout is how OSS writes ServerTime.
const serverTimeLayout = "2006-01-02T15:04:05.000Z"

func parseServerTime(s string) (time.Time, bool) {
	t, err := time.Parse(time.RFC3339, s)
	t = t.UTC().Truncate(time.Millisecond)
	if err != nil || t.Year() < 1970 || t.Year() > 9999 {
		return time.Time{}, false
	}
	return t, true
}
