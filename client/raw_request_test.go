package client_test

import (
	"crypto/hmac"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"maps"
	"slices"
	"strings"
	"testing"

	"example.com/ossmeta/signer"
)

// A rawRequest is a request as its bytes arrived.
type rawRequest struct {
	method, path, query string
	header              map[string]string // lower-case names
	repeated            []string
}

func parseRaw(text string) rawRequest {
	head, _, _ := strings.Cut(text, "\r\n\r\n")
	first, rest, _ := strings.Cut(head, "\r\n")
	r := rawRequest{header: map[string]string{}}
	r.method, first, _ = strings.Cut(first, " ")
	target, _, _ := strings.Cut(first, " ")
	r.path, r.query, _ = strings.Cut(target, "?")
	for line := range strings.SplitSeq(rest, "\r\n") {
		name, value, _ := strings.Cut(line, ":")
		name = strings.ToLower(name)
		if _, twice := r.header[name]; twice {
			r.repeated = append(r.repeated, name)
		}
		r.header[name] = strings.Trim(value, " \t")
	}
	return r
}

// check makes the signature of a request anew, from the bytes of its path and
// query as they are.
func (r rawRequest) check(t *testing.T, version signer.Version, pathStyle bool, c signer.Credentials) {
	t.Helper()
	if len(r.repeated) > 0 {
		t.Errorf("%s %s has the fields %q twice", r.method, r.path, r.repeated)
	}
	resource := r.path
	if !pathStyle {
		resource = "/" + bucketName + resource
		if r.header["host"] != bucketName+".oss.example.com" {
			t.Errorf("sent to host %q", r.header["host"])
		}
	}
	want := "OSS " + c.AccessKeyID + ":" + r.signV1(t, resource, c.AccessKeySecret)
	if version == signer.V4 {
		want = r.signV4(resource, c)
	}
	if got := r.header["authorization"]; got != want {
		t.Errorf("%s %s?%s is signed with\n%s, the bytes that arrived give\n%s", r.method, r.path, r.query, got, want)
	}
}

func (r rawRequest) signV4(resource string, c signer.Credentials) string {
	_, list, _ := strings.Cut(r.header["authorization"], "AdditionalHeaders=")
	list, _, _ = strings.Cut(list, ",")
	canonical := r.method + "\n" + resource + "\n" + r.query + "\n"
	for _, name := range r.names() {
		if name == "content-type" || name == "content-md5" || strings.HasPrefix(name, "x-oss-") || slices.Contains(strings.Split(list, ";"), name) {
			canonical += name + ":" + r.header[name] + "\n"
		}
	}
	canonical += "\n" + list + "\nUNSIGNED-PAYLOAD"
	digest := sha256.Sum256([]byte(canonical))
	at := r.header["x-oss-date"]
	scope := at[:8] + "/cn-hangzhou/oss/aliyun_v4_request"
	key := []byte("aliyun_v4" + c.AccessKeySecret)
	for part := range strings.SplitSeq(scope, "/") {
		key = hmacSHA256(key, part)
	}
	signature := hmacSHA256(key, "OSS4-HMAC-SHA256\n"+at+"\n"+scope+"\n"+hex.EncodeToString(digest[:]))
	if list != "" {
		list = ",AdditionalHeaders=" + list
	}
	return "OSS4-HMAC-SHA256 Credential=" + c.AccessKeyID + "/" + scope + list + ",Signature=" + hex.EncodeToString(signature)
}

// signV1 needs no table of sub-resources: every query of this test is one.
func (r rawRequest) signV1(t *testing.T, resource, secret string) string {
	toSign := r.method + "\n" + r.header["content-md5"] + "\n" + r.header["content-type"] + "\n" + r.header["date"] + "\n"
	for _, name := range r.names() {
		if strings.HasPrefix(name, "x-oss-") {
			toSign += name + ":" + r.header[name] + "\n"
		}
	}
	toSign += decodePercent(t, resource)
	if r.query != "" {
		toSign += "?" + decodePercent(t, r.query)
	}
	mac := hmac.New(sha1.New, []byte(secret))
	mac.Write([]byte(toSign))
	return base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

func (r rawRequest) names() []string { return slices.Sorted(maps.Keys(r.header)) }

func hmacSHA256(key []byte, text string) []byte {
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(text))
	return mac.Sum(nil)
}

func decodePercent(t *testing.T, s string) string {
	t.Helper()
	var b strings.Builder
	for {
		before, after, found := strings.Cut(s, "%")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		c, err := hex.DecodeString(after[:2])
		if err != nil {
			t.Fatal(err)
		}
		b.Write(c)
		s = after[2:]
	}
}
