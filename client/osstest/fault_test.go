package osstest_test

import (
	"math"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"example.com/ossmeta/client/osstest"
	"example.com/ossmeta/xmlerr"
)

const portal = "<html><body>Please log in</body></html>"

// TestFaults puts an object over another one, and looks at what comes back and
// what is stored.
func TestFaults(t *testing.T) {
	const broken = -1 // in place of a status: there is no answer, or only a part of one
	put := request{method: "PUT", key: "k", body: "new"}
	get, head := request{method: "GET", key: "k"}, request{method: "HEAD", key: "k"}
	for _, test := range []struct {
		fault  osstest.Fault
		sent   request
		status int
		code   xmlerr.Code
		body   string // of foreign replies
		header []string
		stored string
		record string
	}{
		{osstest.Fault{}, put, 200, "", "", nil, "new", "no fault"},
		{osstest.Fault{ReadDelay: 1, EffectDelay: 1, Delay: 1, BodyDelay: 1}, get,
			200, "", "old", nil, "old", "read delay 1ns, effect delay 1ns, delay 1ns, body delay 1ns"},
		{osstest.Fault{Cache: true}, head, 200, "", "", []string{"Age", ""}, "old", "cache"},
		{osstest.Fault{Status: 503, Code: "ServiceUnavailable", Header: http.Header{"Retry-After": {"7"}}}, put,
			503, "ServiceUnavailable", "", []string{"Retry-After", "7", "Server", "AliyunOSS"}, "old", "503 ServiceUnavailable, header changed"},
		{osstest.Fault{Status: 500, Code: "InternalError"}, head, 500, "InternalError", "", []string{"X-Oss-Ec", ""}, "old", "500 InternalError"},
		{osstest.Fault{Status: 403, Code: "AccessDenied"}, get, 403, "AccessDenied", "", []string{"Content-Type", "application/xml"}, "old", "403 AccessDenied"},
		{osstest.Fault{Status: 200, Code: "InternalError"}, put, 200, "", "", []string{"Content-Type", "application/xml"}, "old", "200 InternalError"},
		{osstest.Fault{Status: 502}, put, 502, "", "", []string{"Content-Length", "0", "Server", "", "X-Oss-Request-Id", "", "Content-Type", ""}, "old", "502"},
		{osstest.Fault{Status: 200, Body: portal, Header: http.Header{"content-type": {"text/html"}}}, get,
			200, "", portal, []string{"Content-Type", "text/html", "Server", ""}, "old", "200, header changed"},
		{osstest.Fault{Status: 404, Body: portal}, head, 404, xmlerr.NoSuchKey, "", []string{"X-Oss-Err", "", "X-Oss-Request-Id", ""}, "old", "404"},
		{osstest.Fault{Status: 307, Code: "TemporaryRedirect", Header: http.Header{"Location": {"http://elsewhere.example/k"}}}, get,
			307, "TemporaryRedirect", "", []string{"Location", "http://elsewhere.example/k"}, "old", "307 TemporaryRedirect, header changed"},
		{osstest.Fault{TakesEffect: true, Status: 504}, put, 504, "", "", nil, "new", "takes effect, 504"},
		{osstest.Fault{TakesEffect: true, Status: 500, Code: "InternalError"}, put, 500, "InternalError", "", nil, "new", "takes effect, 500 InternalError"},
		{osstest.Fault{Reset: true}, put, broken, "", "", nil, "old", "reset"},
		{osstest.Fault{Reset: true}, get, broken, "", "", nil, "old", "reset"},
		{osstest.Fault{Reset: true, TakesEffect: true}, put, broken, "", "", nil, "new", "takes effect, reset"},
		{osstest.Fault{Truncate: 1}, get, broken, "", "", nil, "old", "truncated by 1"},
		{osstest.Fault{Truncate: math.MaxInt32}, get, broken, "", "", nil, "old", "truncated by 2147483647"},
		{osstest.Fault{Truncate: 1, Status: 503, Code: "ServiceUnavailable"}, put, broken, "", "", nil, "old", "503 ServiceUnavailable, truncated by 1"},
		{osstest.Fault{Truncate: 1}, put, 200, "", "", nil, "new", "truncated by 1"}, // there is no body
		{osstest.Fault{Skew: -time.Hour}, put, 403, xmlerr.RequestTimeTooSkewed, "", nil, "old", "skew -1h0m0s"},
		{osstest.Fault{Header: http.Header{"date": {"Thu, 01 Jan 1970 00:00:00 GMT"}, "ETAG": nil}}, get,
			200, "", "old", []string{"Date", "Thu, 01 Jan 1970 00:00:00 GMT", "ETag", "", "X-Oss-Object-Type", "Normal"}, "old", "header changed"},
		{osstest.Fault{Header: http.Header{"Date": nil, "Content-Type": {}}}, head, 200, "", "", []string{"Date", "", "Content-Type", ""}, "old", "header changed"},
	} {
		name := test.sent.method + " " + test.record
		each(t, osstest.Options{}, func(t *testing.T, o *osstest.OSS, w *wire) {
			w.client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
			o.PutObject(bucketName, "k", osstest.Object{Body: []byte("old")})
			in := o.Inject(test.fault)
			a, err := w.try(test.sent)
			if (err != nil) != (test.status == broken) {
				t.Fatalf("%s: %d, error %v", name, a.status, err)
			}
			if err == nil {
				if test.code == "" && a.err != nil { // what a bare status is taken for is not the server's affair
					a.err.Code = ""
				}
				a.want(t, test.status, test.code).wantHeader(t, test.header...)
			}
			if test.body != "" && a.body != test.body {
				t.Errorf("%s: body %q", name, a.body)
			}
			if obj, _ := o.Object(bucketName, "k"); string(obj.Body) != test.stored {
				t.Errorf("%s: stored is %q", name, obj.Body)
			}
			last := o.Requests()[len(o.Requests())-1]
			if n := in.Affected(); n == 0 || last.Fault != test.record || last.Key != "k" || last.Operation == "" {
				t.Errorf("%s: %d affected, record %+v", name, n, last)
			}
			in.Remove()
			in.Remove()
			w.do(test.sent).want(t, 200, "")
		})
	}
}

// TestFaultSequence lets three faults take the requests that are theirs.
func TestFaultSequence(t *testing.T) {
	o, w, _ := still(t, osstest.Options{})
	o.PutObject(bucketName, "k", osstest.Object{})
	heads := o.Inject(osstest.Fault{Operation: "HeadObject", Skip: 1, Times: 2, Status: 503, Code: "ServiceUnavailable"})
	mine := func(r osstest.RequestRecord) bool {
		return r.Key == "k" && r.Bucket == bucketName && r.Header.Get("X-Mine") == "1" && r.Status == 0
	}
	mineToo := o.Inject(osstest.Fault{Match: mine, Times: 2, Status: 500, Code: "InternalError"})
	rest := o.Inject(osstest.Fault{Operation: "HeadObject", Match: mine, Skip: 1})
	var got []int
	for range 7 {
		got = append(got, w.do(request{method: "HEAD", key: "k", header: []string{"X-Mine", "1"}}).status)
	}
	if diff := cmp.Diff([]int{500, 503, 503, 500, 200, 200, 200}, got); diff != "" {
		t.Error(diff)
	}
	w.do(request{method: "HEAD", key: "k"}).want(t, 200, "")
	got = []int{heads.Affected(), mineToo.Affected(), rest.Affected()}
	if diff := cmp.Diff([]int{2, 2, 2}, got); diff != "" {
		t.Error(diff)
	}
}

// TestFaultCounts has many clients at once; the counts are exact all the same.
func TestFaultCounts(t *testing.T) {
	o, w, _ := still(t, osstest.Options{})
	o.PutObject(bucketName, "k", osstest.Object{})
	in := o.Inject(osstest.Fault{Skip: 30, Times: 50, Status: 503, Code: "ServiceUnavailable"})
	var mu sync.Mutex
	statuses := map[int]int{}
	var group sync.WaitGroup
	for range 100 {
		group.Go(func() {
			a, err := w.try(request{method: "HEAD", key: "k"})
			if err != nil {
				t.Error(err)
			}
			o.Inject(osstest.Fault{Operation: "PutObject"}).Remove()
			mu.Lock()
			defer mu.Unlock()
			statuses[a.status]++
		})
	}
	group.Wait()
	faulty := 0
	for _, r := range o.Requests() {
		if r.Fault != "" {
			faulty++
		}
	}
	if diff := cmp.Diff(map[int]int{200: 50, 503: 50}, statuses); diff != "" || in.Affected() != 50 || faulty != 50 {
		t.Errorf("%s; %d affected, %d on the record", diff, in.Affected(), faulty)
	}
}

func TestFaultsRefused(t *testing.T) {
	for want, f := range map[string]osstest.Fault{
		"Fault.Operation: the server has no \"Head\"": {Operation: "Head"},
		"Fault: Skip -1":               {Skip: -1},
		"Fault: a delay":               {EffectDelay: -1},
		"Fault.Status: 100":            {Status: 100},
		"Fault.Status: is missing":     {Code: "InternalError"},
		"Fault.Body: with a Code":      {Status: 500, Code: "InternalError", Body: "x"},
		"Fault.Reset: there is no":     {Reset: true, Header: http.Header{"Date": nil}},
		"Fault.Cache: goes with no":    {Cache: true, Status: 500},
		"Fault.TakesEffect: neither S": {TakesEffect: true, Delay: 1},
	} {
		got := panicText(func() { osstest.New(osstest.Options{}).Inject(f) })
		if !strings.HasPrefix(got, "osstest: Inject: "+want) {
			t.Errorf("panic %q, want %q", got, want)
		}
	}
}
