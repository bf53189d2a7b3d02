package verify

import (
	"cmp"
	"encoding/base64"
	"slices"
	"strconv"
	"strings"
	"time"

	"example.com/ossmeta/signer"
)

const (
	algorithmV4     = "OSS4-HMAC-SHA256"
	scopeTerminator = "aliyun_v4_request"
	unsignedPayload = "UNSIGNED-PAYLOAD"

	nameAuthorization = "Authorization"
	nameDate          = "x-oss-date" // as a header and in a URL
	nameDigest        = "x-oss-content-sha256"
	nameToken         = "x-oss-security-token" // as a header and in a URL
	nameVersion       = "x-oss-signature-version"
	nameCredential    = "x-oss-credential"
	nameExpires       = "x-oss-expires"
	nameAdditional    = "x-oss-additional-headers"
	nameSignature     = "x-oss-signature"

	nameAccessKeyIDV1 = "OSSAccessKeyId" // these four in a URL
	nameExpiresV1     = "Expires"
	nameSignatureV1   = "Signature"
	nameTokenV1       = "security-token"
)

// A presented signature is what a received request says of its own.
type presented struct {
	version     signer.Version
	url         bool
	accessKeyID string
	scope       signer.Scope // V4
	additional  []string     // V4: lower case, sorted
	signature   string
	token       string
	date        string // in a URL: x-oss-date (V4), Expires (V1)
	expires     int64  // in a URL: for how many seconds (V4), until which (V1)
	header      fields
}

// The fields of a header that say something of a signature. One reading of them is
// all that there is, says CheckReceived.
type fields struct{ authorization, date, ossDate, digest, token []string }

func (f *fields) read(header map[string][]string) {
	for name, values := range header {
		into := &f.authorization
		switch {
		case len(values) == 0:
			continue
		case strings.EqualFold(name, nameAuthorization):
			values = append(f.authorization, values...)
		case strings.EqualFold(name, "Date"):
			into = &f.date
		case strings.EqualFold(name, nameDate):
			into = &f.ossDate
		case strings.EqualFold(name, nameDigest):
			into = &f.digest
		case strings.EqualFold(name, nameToken):
			into = &f.token
		default:
			continue
		}
		*into = values
	}
}

// value returns the value of a header field without the blanks around it, "" if
// there is none.
func value(values []string) string { return strings.Trim(first(values), " \t") }

// first returns the first value, "" if there is none.
func first(values []string) string {
	if len(values) == 0 {
		return ""
	}
	return values[0]
}

// readFrom finds the signature of a request, in its header or its URL.
func (p *presented) readFrom(r *signer.Request) *Error {
	p.header.read(r.Header)
	inURL := func(name string) bool { return len(r.Query[name]) > 0 }
	v4 := inURL(nameVersion) || inURL(nameCredential) || inURL(nameSignature)
	v1 := inURL(nameAccessKeyIDV1) || inURL(nameSignatureV1)
	switch lines := len(p.header.authorization); {
	case lines > 0 && (v4 || v1), v4 && v1:
		return malformed("0002-00000039", "the request has two signatures, by header and URL or of two versions; send one")
	case lines > 1:
		return malformed("", "the request has more than one Authorization header")
	case lines == 1:
		p.token = value(p.header.token)
		return p.parseAuthorization(value(p.header.authorization))
	case v4:
		return p.parseURLV4(r.Query)
	case v1:
		return p.parseURLV1(r.Query)
	}
	return &Error{Code: "AccessDenied", Message: "The request carries no signature.", unsigned: true}
}

// parseAuthorization parses
//
//	V1: "OSS" SP id ":" base64
//	V4: "OSS4-HMAC-SHA256" SP field *( "," field ), each field with blanks
//	    around it and in any order:
//	    "Credential=" id "/" date "/" region "/" product "/aliyun_v4_request"
//	    "AdditionalHeaders=" name *( ";" name )
//	    "Signature=" 64HEXDIG
func (p *presented) parseAuthorization(value string) *Error {
	switch scheme, rest, _ := strings.Cut(value, " "); scheme {
	case "OSS":
		p.version = signer.V1
		p.accessKeyID, p.signature, _ = strings.Cut(strings.Trim(rest, " \t"), ":")
		return cmp.Or(
			demandArgument(p.accessKeyID != "" && p.signature != "", "0002-00000062",
				"the Authorization header is not OSS AccessKeyId:Signature"),
			p.checkDigitsV1("0002-00000061"))
	case algorithmV4:
		return p.parseFieldsV4(rest)
	}
	return malformed("0002-00000061", "the Authorization header starts with neither OSS nor "+algorithmV4)
}

// What the header and a URL have under V4; a nil slice is no such part.
type partsV4 struct{ credential, additional, signature []string }

func (p *presented) parseFieldsV4(text string) *Error {
	var parts partsV4
	for field := range strings.SplitSeq(text, ",") {
		name, value, _ := strings.Cut(strings.Trim(field, " \t"), "=")
		var part *[]string
		switch name {
		case "Credential":
			part = &parts.credential
		case "AdditionalHeaders":
			part = &parts.additional
		case "Signature":
			part = &parts.signature
		}
		if part == nil || *part != nil {
			return malformed("", "the Authorization header has twice, or does not know, the field "+quote(name))
		}
		*part = []string{value}
	}
	return p.readV4(parts)
}

// parseURLV4 reads the parameters of a URL that is signed with V4.
func (p *presented) parseURLV4(query map[string][]string) *Error {
	p.url, p.date, p.token = true, first(query[nameDate]), first(query[nameToken])
	credential, life := query[nameCredential], query[nameExpires]
	number := p.readExpires(first(life))
	return cmp.Or(
		demandArgument(first(query[nameVersion]) == algorithmV4, "", nameVersion+" is not "+algorithmV4),
		demandArgument(len(credential) > 0, "0002-00000217", "the URL has no "+nameCredential),
		demandArgument(len(credential) == 0 || credential[0] != "", "0002-00000218", "the URL has an empty "+nameCredential),
		p.readV4(partsV4{credential, query[nameAdditional], query[nameSignature]}),
		demandArgument(len(life) > 0, "0002-00000215", "the URL has no "+nameExpires),
		demandArgument(len(life) == 0 || life[0] != "", "0002-00000216", "the URL has an empty "+nameExpires),
		demandArgument(number && 1 <= p.expires && p.expires <= int64(signer.MaxExpires/time.Second), "0002-00000232",
			nameExpires+" is not a number of seconds from 1 to 604800"))
}

// parseURLV1 reads the parameters of a URL that is signed with V1.
func (p *presented) parseURLV1(query map[string][]string) *Error {
	p.version, p.url, p.accessKeyID, p.signature = signer.V1, true, first(query[nameAccessKeyIDV1]), first(query[nameSignatureV1])
	p.date, p.token = first(query[nameExpiresV1]), first(query[nameTokenV1])
	return cmp.Or(
		demandAccess(len(query[nameAccessKeyIDV1]) > 0, "0002-00000071", "the signed URL has no OSSAccessKeyId"),
		demandAccess(p.accessKeyID != "", "0002-00000072", "the OSSAccessKeyId of the signed URL is empty"),
		demandAccess(p.signature != "", "0002-00000074", "the signed URL has no Signature"),
		demandAccess(p.date != "", "0002-00000068", "the signed URL has no Expires"),
		p.checkDigitsV1(""),
		demandAccess(p.readExpires(p.date), "0002-00000070", "Expires is not a number of seconds since 1970"))
}

// readExpires reads a number of seconds, written as a client writes it.
func (p *presented) readExpires(value string) bool {
	n, err := strconv.ParseInt(value, 10, 64)
	p.expires = n
	return err == nil && n >= 0 && strconv.FormatInt(n, 10) == value
}

// readV4 reads what the header and a URL have under V4.
func (p *presented) readV4(parts partsV4) *Error {
	p.signature = first(parts.signature)
	digits := len(p.signature) == 64 && strings.Trim(p.signature, "0123456789abcdef") == ""
	return cmp.Or(p.readCredential(first(parts.credential)), p.readAdditional(parts.additional),
		demandArgument(digits, "0002-00000219", "there is no signature of 64 lower-case hexadecimal digits"))
}

// readCredential parses id/date/region/product/aliyun_v4_request.
func (p *presented) readCredential(value string) *Error {
	parts := strings.Split(value, "/")
	if len(parts) != 5 || parts[0] == "" || parts[4] != scopeTerminator {
		return malformed("0002-00000213", "the Credential is not AccessKeyId/date/region/product/"+scopeTerminator)
	}
	p.accessKeyID, p.scope = parts[0], signer.Scope{Date: parts[1], Region: parts[2], Product: parts[3]}
	good := p.scope.Check() == nil && p.scope.Product != ""
	return demandArgument(good, "0002-00000213", "the scope of the Credential is malformed")
}

// additionalBytes are what a name of AdditionalHeaders has: the bytes of a token of
// RFC 9110, but for '_', which OSS refuses there, and for capital letters.
const additionalBytes = "!#$%&'*+-.^`|~0123456789abcdefghijklmnopqrstuvwxyz"

// readAdditional parses the names of the additional headers. Clients sort
// them in their own ways; the canonical request has them sorted.
func (p *presented) readAdditional(values []string) *Error {
	if len(values) == 0 {
		return nil
	}
	p.additional = strings.Split(values[0], ";")
	slices.Sort(p.additional)
	isOdd := func(name string) bool { return strings.Trim(name, additionalBytes) != "" }
	switch {
	case values[0] == "":
		return malformed("0002-00000209", "AdditionalHeaders is present and empty")
	case p.additional[0] == "":
		return malformed("0002-00000210", "AdditionalHeaders has an empty element")
	case slices.ContainsFunc(p.additional, isOdd):
		return malformed("0002-00000076", "AdditionalHeaders, "+quote(values[0])+", has a name that is not a header's in lower case")
	}
	return nil
}

func (p *presented) checkDigitsV1(ec string) *Error {
	mac, err := base64.StdEncoding.DecodeString(p.signature)
	return demandArgument(err == nil && len(mac) == 20, ec, "the signature is not the base64 of an HMAC-SHA1")
}
