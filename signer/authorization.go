package signer

import (
	"encoding/base64"
	"slices"
	"strings"
)

// An authorization is the parsed value of an Authorization header.
type authorization struct {
	version     Version
	accessKeyID string
	scope       Scope    // V4
	additional  []string // V4: lower case, sorted
	signature   string
}

// parseAuthorization parses
//
//	V1: "OSS" SP id ":" base64
//	V4: "OSS4-HMAC-SHA256" SP field *( "," field ), each field with blanks
//	    around it and in any order:
//	    "Credential=" id "/" date "/" region "/" product "/aliyun_v4_request"
//	    "AdditionalHeaders=" name *( ";" name )
//	    "Signature=" 64HEXDIG
func parseAuthorization(value string) (authorization, *VerifyError) {
	scheme, rest, _ := strings.Cut(value, " ")
	switch scheme {
	case "OSS":
		return parseAuthorizationV1(rest)
	case algorithmV4:
		return parseAuthorizationV4(rest)
	}
	return authorization{}, malformed(ecMalformedV1, "the Authorization header starts with neither OSS nor "+algorithmV4)
}

func parseAuthorizationV1(rest string) (authorization, *VerifyError) {
	id, signature, ok := strings.Cut(strings.Trim(rest, " \t"), ":")
	if !ok || id == "" || signature == "" {
		return authorization{}, malformed(ecNoColonV1, "the Authorization header is not OSS AccessKeyId:Signature")
	}
	if mac, err := base64.StdEncoding.DecodeString(signature); err != nil || len(mac) != 20 {
		return authorization{}, malformed(ecMalformedV1, "the signature is not the base64 of an HMAC-SHA1")
	}
	return authorization{version: V1, accessKeyID: id, signature: signature}, nil
}

func parseAuthorizationV4(rest string) (a authorization, _ *VerifyError) {
	a.version = V4
	seen := map[string]bool{}
	for field := range strings.SplitSeq(rest, ",") {
		name, value, _ := strings.Cut(strings.Trim(field, " \t"), "=")
		if seen[name] {
			return a, malformed("", "the Authorization header has "+quote(name)+" twice")
		}
		seen[name] = true
		var err *VerifyError
		switch name {
		case "Credential":
			a.accessKeyID, a.scope, err = parseCredential(value)
		case "AdditionalHeaders":
			a.additional, err = parseAdditional(value)
		case "Signature":
			a.signature = value
		default:
			err = malformed("", "the Authorization header has an unknown field "+quote(name))
		}
		if err != nil {
			return a, err
		}
	}
	if !seen["Credential"] {
		return a, malformed(ecBadCredential, "the Authorization header has no Credential")
	}
	if !isLowerHex(a.signature, 64) {
		return a, malformed(ecNoSignature, "the Authorization header has no Signature of 64 lower-case hexadecimal digits")
	}
	return a, nil
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
		case !isToken(name) || strings.Contains(name, "_"):
			return nil, malformed(ecAdditionalName, "AdditionalHeaders has the name "+quote(name)+", which no header may have")
		case string(appendLower(nil, name)) != name:
			return nil, malformed(ecAdditionalName, "AdditionalHeaders has the name "+quote(name)+", which is not in lower case")
		}
	}
	slices.Sort(names)
	return slices.Compact(names), nil
}

func isLowerHex(s string, n int) bool {
	for i := range len(s) {
		if (s[i] < '0' || s[i] > '9') && (s[i] < 'a' || s[i] > 'f') {
			return false
		}
	}
	return len(s) == n
}
