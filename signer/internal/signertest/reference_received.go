package signertest

import (
	"regexp"
	"slices"
	"strings"

	"example.com/ossmeta/signer"
)

// What the second implementation makes of a request as a server receives it,
// signed in its header or in its URL.

// ReferenceSignature signs a Received request by hand. Scope and additional
// names are the ones that it says.
func ReferenceSignature(secret string, v signer.Version, subResources []string, r *signer.Request) string {
	toSign := ReferenceReceived(v, subResources, r)
	if v == signer.V1 {
		return ReferenceSignatureV1(secret, toSign)
	}
	return ReferenceSignatureV4(secret, referenceScope(r), toSign)
}

var (
	scopePattern      = regexp.MustCompile(`Credential=[^/,]*/([^,\t ]*)`)
	additionalPattern = regexp.MustCompile(`AdditionalHeaders=([^,\t ]*)`)
	signaturePattern  = regexp.MustCompile(`Signature=([0-9a-f]{64})`)
	signatureV1       = regexp.MustCompile(`^OSS [^:]*:(.*)$`)
)

func partOf(r *signer.Request, pattern *regexp.Regexp) string {
	if m := pattern.FindStringSubmatch(ReferenceHeader(r)["authorization"]); m != nil {
		return m[1]
	}
	return ""
}

// InURL reports that a Received request is signed in its URL.
func InURL(r *signer.Request) bool {
	return len(r.Query["x-oss-signature"]) > 0 || len(r.Query["Signature"]) > 0
}

func parameter(r *signer.Request, name string) string {
	if values := r.Query[name]; len(values) > 0 {
		return values[0]
	}
	return ""
}

func referenceScope(r *signer.Request) string {
	if InURL(r) {
		_, scope, _ := strings.Cut(parameter(r, "x-oss-credential"), "/")
		return scope
	}
	return partOf(r, scopePattern)
}

// ProvidedSignature returns the signature that a Received request carries.
func ProvidedSignature(v signer.Version, r *signer.Request) string {
	switch {
	case InURL(r) && v == signer.V4:
		return parameter(r, "x-oss-signature")
	case InURL(r):
		return parameter(r, "Signature")
	case v == signer.V4:
		return partOf(r, signaturePattern)
	}
	return strings.TrimSpace(partOf(r, signatureV1))
}

// ProvidedToken returns the STS token that a Received request carries.
func ProvidedToken(v signer.Version, r *signer.Request) string {
	switch {
	case !InURL(r):
		return ReferenceHeader(r)["x-oss-security-token"]
	case v == signer.V4:
		return parameter(r, "x-oss-security-token")
	}
	return parameter(r, "security-token")
}

// ReferenceReceived returns the string to sign of a Received request.
func ReferenceReceived(v signer.Version, subResources []string, r *signer.Request) string {
	header := ReferenceHeader(r)
	date, found := header["x-oss-date"]
	text := partOf(r, additionalPattern)
	if InURL(r) {
		date, found, text = parameter(r, "x-oss-date"), true, parameter(r, "x-oss-additional-headers")
		if v == signer.V1 {
			date = parameter(r, "Expires")
		}
	}
	if v == signer.V1 {
		if !found {
			date = header["date"]
		}
		return ReferenceToSignV1(r, date, subResources...)
	}
	if !found { // Date alone says the same in another form; the tests have one time only
		date = Stamp
	}
	var names []string
	if text != "" {
		names = slices.Compact(slices.Sorted(strings.SplitSeq(text, ";")))
	}
	unsigned := *r
	unsigned.Query = CopyValues(r.Query)
	if InURL(r) {
		delete(unsigned.Query, "x-oss-signature")
	}
	return ReferenceToSignV4(ReferenceCanonical(&unsigned, names), date, referenceScope(r))
}
