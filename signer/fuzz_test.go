package signer_test

import (
	"errors"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"example.com/ossmeta/signer"
)

// readValues reads lines of a name, the separator and a value. A name that
// comes again gets one more value.
func readValues(text, separator string) map[string][]string {
	m := map[string][]string{}
	for line := range strings.SplitSeq(text, "\n") {
		if name, value, found := strings.Cut(line, separator); found || name != "" {
			m[name] = append(m[name], value)
		}
	}
	return m
}

// rebuilt returns m made anew, its names put in in the n-th of their orders.
func rebuilt(m map[string][]string, n int) map[string][]string {
	names := slices.Sorted(maps.Keys(m))
	if n > 0 && len(names) > 0 {
		slices.Reverse(names[n%len(names):])
	}
	out := map[string][]string{}
	for _, name := range names {
		out[name] = m[name]
	}
	return out
}

func versionOf(v1 bool) signer.Version {
	if v1 {
		return signer.V1
	}
	return signer.V4
}

// FuzzSignVerify: what Sign accepts, Verify accepts; what is signed is what
// the reference says; and the order of the maps does not matter.
func FuzzSignVerify(f *testing.F) {
	f.Add(false, "PUT", "bucket", "a key/ü", "acl=\nprefix=a b", "X-Oss-Meta-A= v \nCache-Control=x", "host\nrange", "h", "token")
	f.Add(true, "GET", "bucket", "k?acl", "x-oss-process=a&b\nuploads", "Content-Type=a/b\nx-oss-meta-a_b=\xff", "mine", "", "")
	f.Add(false, "GET", "", "", "a~=1\naé=2\n%=+", "range=1\nRange-=2\nHost=h", "range\nHOST\nx-oss-date", "h", "")
	f.Add(false, "0", "", "", "", "", "HOST", " ", "")
	f.Add(true, "get", "b", "", "=\na=1\na=2", "Date="+testDate+"\nx-oss-date="+testDate, "", "", "t")
	f.Fuzz(func(t *testing.T, v1 bool, method, bucket, key, query, header, names, host, token string) {
		c := longTerm
		c.SecurityToken = token
		all := strings.Fields(names)
		s, err := signer.NewV1(c, all...)
		if !v1 {
			s, err = signer.NewV4(c, signer.Scope{Date: "20231216", Region: testRegion}, all...)
		}
		if err != nil {
			return
		}
		r := &signer.Request{Method: method, Bucket: bucket, Key: key, Host: host, Query: readValues(query, "="), Header: readValues(header, "=")}
		signature, err := s.Sign(r, testTime)
		for n := range 3 {
			again := *r
			again.Query, again.Header = rebuilt(r.Query, n), rebuilt(r.Header, n)
			other, otherErr := s.Sign(&again, testTime)
			if (err == nil) != (otherErr == nil) || !slices.Equal(signature.Fields, other.Fields) {
				t.Fatalf("signed as %v, %v, then as %v, %v", signature, err, other, otherErr)
			}
		}
		if err != nil {
			var refused *signer.RequestError
			if !errors.As(err, &refused) {
				t.Fatalf("Sign: %T, want a *RequestError", err)
			}
			return
		}
		checkSigned(t, c, versionOf(v1), all, received(r, signature))
	})
}

// checkSigned verifies a signed request, and compares its signature with the
// reference.
func checkSigned(t *testing.T, c signer.Credentials, v signer.Version, names []string, r *signer.Request) {
	t.Helper()
	verifier := &signer.Verifier{Region: testRegion, SubResources: names,
		Credentials: func(id string) (signer.Credentials, bool) { return c, id == c.AccessKeyID }}
	verified, err := verifier.Verify(r, testTime)
	if err != nil {
		t.Fatalf("signed and refused: %v", err)
	}
	if verified.Version != v || verified.AccessKeyID != c.AccessKeyID || !verified.Time.Equal(testTime) {
		t.Errorf("verified as %+v", *verified)
	}
	authorization := r.Header["Authorization"][0]
	if want := referenceSignature(c.AccessKeySecret, v, names, r); !strings.HasSuffix(authorization, want) {
		t.Errorf("%s, the reference says %s", authorization, want)
	}
}

// referenceSignature signs a received request by hand. Under V4 the names are
// the ones in its Authorization header.
func referenceSignature(secret string, v signer.Version, subResources []string, r *signer.Request) string {
	if v == signer.V1 {
		return referenceSignatureV1(secret, referenceReceived(v, subResources, r))
	}
	scope := partOf(r, scopePattern)
	return referenceSignatureV4(secret, scope, referenceReceived(v, nil, r))
}

var (
	scopePattern      = regexp.MustCompile(`Credential=[^/,]*/([^,\t ]*)`)
	additionalPattern = regexp.MustCompile(`AdditionalHeaders=([^,\t ]*)`)
	signaturePattern  = regexp.MustCompile(`Signature=([0-9a-f]{64})`)
	signatureV1       = regexp.MustCompile(`^OSS [^:]*:(.*)$`)
)

func partOf(r *signer.Request, pattern *regexp.Regexp) string {
	if m := pattern.FindStringSubmatch(referenceHeader(r)["authorization"]); m != nil {
		return m[1]
	}
	return ""
}

// referenceReceived returns the string to sign of a received request.
func referenceReceived(v signer.Version, subResources []string, r *signer.Request) string {
	header := referenceHeader(r)
	date, found := header["x-oss-date"]
	if v == signer.V1 {
		if !found {
			date = header["date"]
		}
		return referenceToSignV1(r, date, subResources...)
	}
	if !found { // Date alone says the same in another form; the tests have one time only
		date = testStamp
	}
	var names []string
	if text := partOf(r, additionalPattern); text != "" {
		names = slices.Compact(slices.Sorted(strings.SplitSeq(text, ";")))
	}
	return referenceToSignV4(referenceCanonical(r, names), date, partOf(r, scopePattern))
}

// FuzzVerify: nothing panics, and what is accepted has the signature that the
// reference makes with the secret.
func FuzzVerify(f *testing.F) {
	for _, v := range bothVersions {
		for _, c := range []signer.Credentials{longTerm, temporary} {
			signature, err := makeSigner(f, v, c, "host", "range").Sign(getRequest(), testTime)
			if err != nil {
				f.Fatal(err)
			}
			var header strings.Builder
			for _, field := range signature.Fields[:len(signature.Fields)-1] {
				header.WriteString(field.Name + "=" + field.Value + "\n")
			}
			f.Add(valueOf(signature, "Authorization"), "GET", "examplebucket", "folder/a key.txt", "", header.String())
		}
	}
	f.Add("OSS4-HMAC-SHA256 Credential=,AdditionalHeaders=;,Signature=", "GET", "", "", "x-oss-signature=1", "host=\nHost=")
	f.Fuzz(func(t *testing.T, authorization, method, bucket, key, query, header string) {
		r := &signer.Request{Method: method, Bucket: bucket, Key: key, Query: readValues(query, "="), Header: readValues(header, "=")}
		r.Header["Authorization"] = append(r.Header["Authorization"], authorization)
		verified, err := testVerifier().Verify(r, testTime)
		if err != nil {
			var refused *signer.VerifyError
			if verified != nil || !errors.As(err, &refused) || refused.Code == "" {
				t.Fatalf("Verify = %v, %v, want a *VerifyError with a code", verified, err)
			}
			return
		}
		if referenceHeader(r)["x-oss-date"] == "" && !verified.Time.Equal(testTime) {
			return // the reference knows Date alone at one time
		}
		c, _ := lookUp(verified.AccessKeyID)
		provided := partOf(r, signaturePattern)
		if verified.Version == signer.V1 {
			provided = partOf(r, signatureV1)
		}
		if want := referenceSignature(c.AccessKeySecret, verified.Version, nil, r); strings.TrimSpace(provided) != want {
			t.Errorf("accepted with the signature %q, the reference says %q", provided, want)
		}
		if token := referenceHeader(r)["x-oss-security-token"]; token != c.SecurityToken {
			t.Errorf("accepted with the token %q", token)
		}
	})
}

// FuzzTamper changes one part of a signed request. Verify accepts it exactly
// when the string to sign has stayed the same.
func FuzzTamper(f *testing.F) {
	for part := range uint8(8) {
		f.Add(part%2 == 0, part, "X-Oss-Meta-Author", "x")
		f.Add(part%2 != 0, part, "acl", "")
	}
	f.Fuzz(func(t *testing.T, v1 bool, part uint8, name, value string) {
		var names []string
		v := versionOf(v1)
		if v == signer.V4 {
			names = []string{"host", "content-length"}
		}
		r := send(t, makeSigner(t, v, temporary, names...), putRequest())
		before, token := referenceReceived(v, nil, r), referenceHeader(r)["x-oss-security-token"]
		tamper(r, part, name, value)
		same := referenceReceived(v, nil, r) == before && referenceHeader(r)["x-oss-security-token"] == token
		_, err := testVerifier().Verify(r, testTime)
		var refused *signer.VerifyError
		switch {
		case err == nil && !same:
			t.Errorf("accepted, although the string to sign is another one:\n%s\n%s", before, referenceReceived(v, nil, r))
		case err != nil && same && errors.As(err, &refused) && refused.Code == "SignatureDoesNotMatch":
			t.Errorf("refused, although the string to sign is the same: %v", err)
		}
	})
}

func tamper(r *signer.Request, part uint8, name, value string) {
	switch part % 8 {
	case 0:
		r.Method = value
	case 1:
		r.Bucket = value
	case 2:
		r.Key = value
	case 3:
		r.Query[name] = []string{value}
	case 4:
		delete(r.Query, name)
	case 5:
		r.Host = value
	case 6:
		drop(r, name)
	default:
		if !strings.EqualFold(name, "authorization") {
			set(r, name, value)
		}
	}
}
