package osstest_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"reflect"
	"slices"
	"strings"
	"testing"

	"example.com/ossmeta/client/osstest"
	"example.com/ossmeta/signer"
)

func TestRequests(t *testing.T) {
	var logged []osstest.RequestRecord
	o, w, _ := still(t, osstest.Options{Log: func(r osstest.RequestRecord) { logged = append(logged, r) }})
	a := w.do(request{method: "GET", key: "a b", query: acl})
	b := w.do(request{method: "PUT", key: "k", header: []string{"x-oss-meta-a", "1"}})
	c := w.do(request{method: "POST", key: ""})
	type short struct {
		method, uri, operation, bucket, key, code string
		status                                    int
		id                                        string
	}
	want := []short{
		{"GET", "/a%20b?acl", "GetObjectACL", bucketName, "a b", "NoSuchKey", 404, a.header.Get("x-oss-request-id")},
		{"PUT", "/k", "PutObject", bucketName, "k", "", 200, b.header.Get("x-oss-request-id")},
		{"POST", "/", "", bucketName, "", "NotImplemented", 400, c.header.Get("x-oss-request-id")},
	}
	got := o.Requests()
	for i, r := range got {
		if s := (short{r.Method, r.RequestURI, r.Operation, r.Bucket, r.Key, r.Code, r.Status, r.RequestID}); s != want[i] {
			t.Errorf("%+v, want %+v", s, want[i])
		}
		if r.Host != bucketName+".oss-cn-hangzhou.aliyuncs.com" {
			t.Errorf("host %q", r.Host)
		}
	}
	if !reflect.DeepEqual(got, logged) || got[1].Header.Get("x-oss-meta-a") != "1" {
		t.Errorf("record %v, log %v", got, logged)
	}
	got[1].Header.Set("x-oss-meta-a", "changed")
	if o.Requests()[1].Header.Get("x-oss-meta-a") != "1" {
		t.Error("the record shares its headers")
	}
	o.ResetRequests()
	if n := len(o.Requests()); n != 0 {
		t.Errorf("%d requests after ResetRequests", n)
	}
}

// TestRecordHasNoSecrets looks for the secrets in everything recorded.
func TestRecordHasNoSecrets(t *testing.T) {
	for _, version := range []signer.Version{signer.V4, signer.V1} {
		o, w, _ := still(t, osstest.Options{Credentials: []signer.Credentials{temporary}})
		var signature string
		w = w.with(func(w *wire) {
			w.version = version
			w.tamper = func(r *http.Request) {
				v := r.Header.Get("Authorization")
				signature = strings.Trim(v[strings.LastIndexAny(strings.TrimRight(v, "="), ":=")+1:], "=")
			}
		})
		w.do(request{method: "PUT", key: "k"}).want(t, 200, "")
		w = w.anonymous().with(func(w *wire) { w.tamper = nil })
		w.do(request{method: "GET", key: "k", header: []string{"Authorization", "Bearer " + temporary.SecurityToken, "Cookie", temporary.SecurityToken,
			"X-Oss-Server-Side-Encryption-Customer-Key", temporary.SecurityToken},
			query: map[string][]string{"Signature": {"c2lnbmF0dXJl"}, "security-token": {temporary.SecurityToken}}})
		w.with(func(w *wire) {
			w.tamper = func(r *http.Request) {
				r.URL.RawQuery = "x-oss-%73ignature=c2lnbmF0dXJl&x-oss-security-token=" + temporary.SecurityToken + "&a=b"
			}
		}).do(request{method: "GET", key: "k"})
		text := fmt.Sprintf("%+v", o.Requests())
		for _, secret := range []string{signature, temporary.SecurityToken, strings.TrimRight(temporary.SecurityToken, "="), temporary.AccessKeySecret, "c2lnbmF0dXJl"} {
			if strings.Contains(text, secret) {
				t.Errorf("%v: %q is in the record:\n%s", version, secret, text)
			}
		}
		for _, kept := range []string{temporary.AccessKeyID, "REDACTED", "a=b"} {
			if !strings.Contains(text, kept) {
				t.Errorf("%v: %q is not in the record:\n%s", version, kept, text)
			}
		}
	}
}

func TestRecordIsBounded(t *testing.T) {
	o, w, _ := still(t, osstest.Options{})
	fill := strings.Repeat("v", 512<<10)
	for i := range 40 { // 20 MiB
		w.anonymous().do(request{method: "GET", key: fmt.Sprint("k", i), header: []string{"X-Fill", fill}})
	}
	got := o.Requests()
	if n := len(got); n >= 32 || n < 30 || got[n-1].Key != "k39" {
		t.Errorf("%d requests, last %q", n, got[n-1].Key)
	}
}

func TestRecordIsBoundedInNumber(t *testing.T) {
	o := osstest.New(osstest.Options{})
	for i := range 10_001 {
		o.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("GET", fmt.Sprint("/examplebucket/k", i), nil))
	}
	if got := o.Requests(); len(got) != 10_000 || got[0].Key != "k1" {
		t.Errorf("%d requests, first %q", len(got), got[0].Key)
	}
}

// TestRecordOrder fills records of every small size, again and again, and
// empties them in between.
func TestRecordOrder(t *testing.T) {
	for most := -1; most < 40; most++ {
		o := osstest.New(osstest.Options{MaxRequests: most})
		for _, n := range []int{0, 1, most, 17, 90} {
			var want []string
			for i := range n {
				key := fmt.Sprint("k", i)
				o.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("GET", "/examplebucket/"+key, nil))
				want = append(want, key)
			}
			switch {
			case most < 0:
				want = nil
			case most > 0:
				want = want[max(0, n-most):]
			}
			var got []string
			for _, r := range o.Requests() {
				got = append(got, r.Key)
			}
			if !slices.Equal(got, want) {
				t.Errorf("at most %d, after %d: %q", most, n, got)
			}
			o.ResetRequests()
		}
	}
}
