package signertest

import (
	"crypto/hmac"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"hash"
	"maps"
	"slices"
	"strings"
	"sync"

	"example.com/ossmeta/signer"
)

// A second implementation of Both signatures, naive and independent of the
// package, over requests as a server receives them. Only the table of
// sub-resources is shared.

func referenceEscape(s, keep string) string {
	var b strings.Builder
	for i := range len(s) {
		if strings.IndexByte(keep+"-._~", s[i]) >= 0 ||
			'0' <= s[i] && s[i] <= '9' || 'a' <= s[i] && s[i] <= 'z' || 'A' <= s[i] && s[i] <= 'Z' {
			b.WriteByte(s[i])
		} else {
			fmt.Fprintf(&b, "%%%02X", s[i])
		}
	}
	return b.String()
}

// ReferenceHeader returns the fields of r under their lower-case names, one
// value each.
func ReferenceHeader(r *signer.Request) map[string]string {
	m := map[string]string{}
	if r.Host != "" {
		m["host"] = strings.Trim(r.Host, " \t")
	}
	for name, values := range r.Header {
		if len(values) > 0 {
			m[strings.ToLower(name)] = strings.Trim(values[0], " \t")
		}
	}
	return m
}

func referenceLines(header map[string]string, signed func(name string) bool) string {
	var b strings.Builder
	for _, name := range slices.Sorted(maps.Keys(header)) {
		if signed(name) {
			b.WriteString(name + ":" + header[name] + "\n")
		}
	}
	return b.String()
}

func referencePath(r *signer.Request) string {
	if r.Bucket == "" {
		return "/"
	}
	return "/" + r.Bucket + "/" + r.Key
}

// ReferenceCanonical returns the canonical request of V4; additional names are sorted.
func ReferenceCanonical(r *signer.Request, additional []string) string {
	pairs := map[string]string{}
	for name, values := range r.Query {
		if len(values) == 0 {
			continue
		}
		name = referenceEscape(name, "")
		pairs[name] = name
		if values[0] != "" {
			pairs[name] += "=" + referenceEscape(values[0], "")
		}
	}
	var query []string
	for _, name := range slices.Sorted(maps.Keys(pairs)) {
		query = append(query, pairs[name])
	}
	headers := referenceLines(ReferenceHeader(r), func(name string) bool {
		return strings.HasPrefix(name, "x-oss-") || name == "content-type" || name == "content-md5" ||
			slices.Contains(additional, name)
	})
	return strings.Join([]string{r.Method, referenceEscape(referencePath(r), "/"), strings.Join(query, "&"),
		headers, strings.Join(additional, ";"), "UNSIGNED-PAYLOAD"}, "\n")
}

// ReferenceToSignV4 returns the string to sign of V4.
func ReferenceToSignV4(canonical, stamp, scope string) string {
	digest := sha256.Sum256([]byte(canonical))
	return "OSS4-HMAC-SHA256\n" + stamp + "\n" + scope + "\n" + hex.EncodeToString(digest[:])
}

// ReferenceToSignV1 returns the string to sign of V1; more are further sub-resources.
func ReferenceToSignV1(r *signer.Request, date string, more ...string) string {
	header := ReferenceHeader(r)
	var query []string
	for _, name := range slices.Sorted(maps.Keys(r.Query)) {
		if len(r.Query[name]) == 0 || !isSubResource(name) && !slices.Contains(more, name) {
			continue
		}
		if value := r.Query[name][0]; value != "" {
			name += "=" + value
		}
		query = append(query, name)
	}
	resource := referencePath(r)
	if len(query) > 0 {
		resource += "?" + strings.Join(query, "&")
	}
	return r.Method + "\n" + header["content-md5"] + "\n" + header["content-type"] + "\n" + date + "\n" +
		referenceLines(header, func(name string) bool { return strings.HasPrefix(name, "x-oss-") }) + resource
}

// subResources are who signs which, by testdata/signing/subresources.tsv.
var subResources = sync.OnceValue(SubResources)

func isSubResource(name string) bool {
	return len(subResources()[name]) > 0 || strings.HasPrefix(name, "x-oss-")
}

// MAC returns the HMAC of a text.
func MAC(h func() hash.Hash, key, text string) string {
	m := hmac.New(h, []byte(key))
	m.Write([]byte(text))
	return string(m.Sum(nil))
}

// ReferenceSignatureV4 signs a string to sign.
func ReferenceSignatureV4(secret, scope, toSign string) string {
	key := "aliyun_v4" + secret
	for part := range strings.SplitSeq(scope, "/") {
		key = MAC(sha256.New, key, part)
	}
	return hex.EncodeToString([]byte(MAC(sha256.New, key, toSign)))
}

// ReferenceSignatureV1 signs a string to sign.
func ReferenceSignatureV1(secret, toSign string) string {
	return base64.StdEncoding.EncodeToString([]byte(MAC(sha1.New, secret, toSign)))
}
