package signer

import (
	"encoding/base64"
	"slices"
	"strconv"
	"strings"
	"time"
)

// A presented signature is what a received request says of its own.
type presented struct {
	version     Version
	url         bool
	accessKeyID string
	scope       Scope    // V4
	additional  []string // V4: lower case, sorted
	signature   string
	date        string // in a URL: x-oss-date (V4), Expires (V1)
	expires     int64  // V4 in a URL: seconds
	token       string // in a URL
}

// presentedBy finds the signature of a request, in its header or its URL.
func presentedBy(r *Request) (presented, *VerifyError) {
	var authorization []string
	for name, values := range r.Header {
		if strings.EqualFold(name, nameAuthorization) {
			authorization = append(authorization, values...)
		}
	}
	inURL := func(names ...string) bool {
		return slices.ContainsFunc(names, func(name string) bool { return len(r.Query[name]) > 0 })
	}
	v4, v1 := inURL(nameVersion, nameCredential, nameSignature), inURL(nameAccessKeyIDV1, nameSignatureV1)
	switch {
	case len(authorization) > 0 && (v4 || v1), v4 && v1:
		return presented{}, malformed(ecTwoSignatures, "the request has two signatures, in a header and in its URL or of two versions; send one of them")
	case len(authorization) > 1:
		return presented{}, malformed("", "the request has more than one Authorization header")
	case len(authorization) == 1:
		return parseAuthorization(strings.Trim(authorization[0], " \t"))
	case v4:
		return parseURLV4(r.Query)
	case v1:
		return parseURLV1(r.Query)
	}
	return presented{}, unsigned()
}

// parseAuthorization parses
//
//	V1: "OSS" SP id ":" base64
//	V4: "OSS4-HMAC-SHA256" SP field *( "," field ), each field with blanks
//	    around it and in any order:
//	    "Credential=" id "/" date "/" region "/" product "/aliyun_v4_request"
//	    "AdditionalHeaders=" name *( ";" name )
//	    "Signature=" 64HEXDIG
func parseAuthorization(value string) (presented, *VerifyError) {
	scheme, rest, _ := strings.Cut(value, " ")
	switch scheme {
	case "OSS":
		return parseAuthorizationV1(rest)
	case algorithmV4:
		return parseAuthorizationV4(rest)
	}
	return presented{}, malformed(ecMalformedV1, "the Authorization header starts with neither OSS nor "+algorithmV4)
}

func parseAuthorizationV1(rest string) (presented, *VerifyError) {
	id, signature, ok := strings.Cut(strings.Trim(rest, " \t"), ":")
	if !ok || id == "" || signature == "" {
		return presented{}, malformed(ecNoColonV1, "the Authorization header is not OSS AccessKeyId:Signature")
	}
	if !isBase64MAC(signature) {
		return presented{}, malformed(ecMalformedV1, "the signature is not the base64 of an HMAC-SHA1")
	}
	return presented{version: V1, accessKeyID: id, signature: signature}, nil
}

func parseAuthorizationV4(rest string) (p presented, err *VerifyError) {
	seen := map[string]bool{}
	for field := range strings.SplitSeq(rest, ",") {
		name, value, _ := strings.Cut(strings.Trim(field, " \t"), "=")
		if seen[name] {
			return p, malformed("", "the Authorization header has "+quote(name)+" twice")
		}
		seen[name] = true
		switch name {
		case "Credential":
			p.accessKeyID, p.scope, err = parseCredential(value)
		case "AdditionalHeaders":
			p.additional, err = parseAdditional(value)
		case "Signature":
			p.signature = value
		default:
			err = malformed("", "the Authorization header has an unknown field "+quote(name))
		}
		if err != nil {
			return p, err
		}
	}
	if !seen["Credential"] {
		return p, malformed(ecBadCredential, "the Authorization header has no Credential")
	}
	return p, checkHex(p.signature)
}

// parseURLV4 reads the parameters of a URL that is signed with V4.
func parseURLV4(query map[string][]string) (p presented, err *VerifyError) {
	get := getter(query)
	p.url, p.date, p.token, p.signature = true, get(nameDate), get(nameToken), get(nameSignature)
	if get(nameVersion) != algorithmV4 {
		return p, malformed("", nameVersion+" is not "+algorithmV4)
	}
	if value := get(nameCredential); value == "" {
		return p, malformed(absentOr(query, nameCredential, ecNoCredential, ecEmptyCredential), "the URL has no "+nameCredential)
	} else if p.accessKeyID, p.scope, err = parseCredential(value); err != nil {
		return p, err
	}
	if len(query[nameAdditional]) > 0 {
		if p.additional, err = parseAdditional(get(nameAdditional)); err != nil {
			return p, err
		}
	}
	if get(nameExpires) == "" {
		return p, malformed(absentOr(query, nameExpires, ecNoExpires, ecEmptyExpires), "the URL has no "+nameExpires)
	}
	if p.expires, err = parseSeconds(get(nameExpires)); err != nil || p.expires < 1 || p.expires > int64(MaxExpires/time.Second) {
		return p, malformed(ecExpiresRange, nameExpires+" is not a number of seconds from 1 to 604800")
	}
	return p, checkHex(p.signature)
}

// parseURLV1 reads the parameters of a URL that is signed with V1.
func parseURLV1(query map[string][]string) (p presented, err *VerifyError) {
	get := getter(query)
	p = presented{version: V1, url: true, accessKeyID: get(nameAccessKeyIDV1), date: get(nameExpiresV1),
		signature: get(nameSignatureV1), token: get(nameTokenV1)}
	switch {
	case p.accessKeyID == "":
		return p, refused("AccessDenied", absentOr(query, nameAccessKeyIDV1, ecNoKeyV1, ecEmptyKeyV1), "the signed URL has no OSSAccessKeyId")
	case p.signature == "":
		return p, refused("AccessDenied", ecNoSignatureV1, "the signed URL has no Signature")
	case p.date == "":
		return p, refused("AccessDenied", ecNoExpiresV1, "the signed URL has no Expires")
	case !isBase64MAC(p.signature):
		return p, malformed("", "the signature is not the base64 of an HMAC-SHA1")
	}
	if p.expires, err = parseSeconds(p.date); err != nil {
		return p, refused("AccessDenied", ecBadExpiresV1, "Expires is not a number of seconds since 1970")
	}
	return p, nil
}

// absentOr returns one EC for a parameter that is absent, another for an empty one.
func absentOr(query map[string][]string, name, absent, empty string) string {
	if len(query[name]) == 0 {
		return absent
	}
	return empty
}

func getter(query map[string][]string) func(string) string {
	return func(name string) string {
		if len(query[name]) == 0 {
			return ""
		}
		return query[name][0]
	}
}

func parseSeconds(s string) (int64, *VerifyError) {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || n < 0 || strconv.FormatInt(n, 10) != s {
		return 0, malformed("", quote(s)+" is not a number of seconds")
	}
	return n, nil
}

// parseCredential parses id/date/region/product/aliyun_v4_request.
func parseCredential(value string) (id string, s Scope, _ *VerifyError) {
	parts := strings.Split(value, "/")
	if len(parts) != 5 || parts[0] == "" || parts[4] != scopeTerminator {
		return "", s, malformed(ecBadCredential, "the Credential is not AccessKeyId/date/region/product/"+scopeTerminator)
	}
	s = Scope{Date: parts[1], Region: parts[2], Product: parts[3]}
	if err := s.check(); err != nil || s.Product == "" {
		return "", s, malformed(ecBadCredential, "the scope of the Credential is malformed")
	}
	return parts[0], s, nil
}

// parseAdditional parses the names of the additional headers. Clients sort
// them in their own ways; the canonical request has them sorted.
func parseAdditional(value string) ([]string, *VerifyError) {
	if value == "" {
		return nil, malformed(ecAdditionalEmpty, "AdditionalHeaders is present and empty")
	}
	names := strings.Split(value, ";")
	for _, name := range names {
		switch {
		case name == "":
			return nil, malformed(ecAdditionalGap, "AdditionalHeaders has an empty element")
		case !isToken(name) || strings.Contains(name, "_") || strings.ToLower(name) != name:
			return nil, malformed(ecAdditionalName, "AdditionalHeaders has the name "+quote(name)+", which is not a header's in lower case")
		}
	}
	slices.Sort(names)
	return slices.Compact(names), nil
}

func checkHex(signature string) *VerifyError {
	if len(signature) != 64 || strings.Trim(signature, "0123456789abcdef") != "" {
		return malformed(ecNoSignature, "there is no signature of 64 lower-case hexadecimal digits")
	}
	return nil
}

func isBase64MAC(s string) bool {
	mac, err := base64.StdEncoding.DecodeString(s)
	return err == nil && len(mac) == 20
}
