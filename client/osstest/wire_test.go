package osstest_test

import (
	"bytes"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"example.com/ossmeta/client/osstest"
	"example.com/ossmeta/signer"
	"example.com/ossmeta/xmlerr"
)

const (
	bucketName = "examplebucket"
	virtual    = "http://examplebucket.oss-cn-hangzhou.aliyuncs.com"
	year2024   = 1704164645 // 2024-01-02T03:04:05Z
)

// A clock stands still until a test moves it.
type clock struct{ nanos atomic.Int64 }

func newClock() *clock {
	c := new(clock)
	c.nanos.Store(year2024*1e9 + 678e6)
	return c
}

func (c *clock) now() time.Time       { return time.Unix(0, c.nanos.Load()) }
func (c *clock) move(d time.Duration) { c.nanos.Add(int64(d)) }

// A wire sends raw requests, signed or not, to one server.
type wire struct {
	t       testing.TB
	client  *http.Client
	base    string // URL before the key, without the slash
	bucket  string
	creds   signer.Credentials // none: anonymous
	version signer.Version
	region  string
	now     func() time.Time
	tamper  func(*http.Request) // after signing
}

// newWire returns a virtual-hosted wire to o over its Transport.
func newWire(t testing.TB, o *osstest.OSS, now func() time.Time) *wire {
	return &wire{t: t, client: &http.Client{Transport: o.Transport()}, base: virtual, bucket: bucketName,
		creds: o.Credentials(), region: o.Region(), now: now}
}

// with returns a copy that change changed.
func (w *wire) with(change func(*wire)) *wire {
	changed := *w
	change(&changed)
	return &changed
}

func (w *wire) anonymous() *wire { return w.with(func(w *wire) { w.creds = signer.Credentials{} }) }

// A request is what is sent; header holds pairs of name and value.
type request struct {
	method, key string
	query       map[string][]string
	header      []string
	body        string
}

type answer struct {
	status int
	header http.Header
	body   string
	err    *xmlerr.Error // of a refusal
}

func (w *wire) do(r request) answer {
	w.t.Helper()
	a, err := w.try(r)
	if err != nil {
		w.t.Fatalf("%s %q: %v", r.method, r.key, err)
	}
	return a
}

// try is do for goroutines that are not the test's.
func (w *wire) try(r request) (answer, error) {
	req, err := w.request(r)
	if err != nil {
		return answer{}, err
	}
	resp, err := w.client.Do(req)
	if err != nil {
		return answer{}, err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return answer{}, err
	}
	a := answer{status: resp.StatusCode, header: resp.Header, body: string(body)}
	if a.status >= 300 {
		a.err = xmlerr.Decode(resp.StatusCode, resp.Header, bytes.NewReader(body))
	}
	return a, nil
}

// request builds and signs an HTTP request.
func (w *wire) request(r request) (*http.Request, error) {
	req, err := http.NewRequest(r.method, w.base, strings.NewReader(r.body))
	if err != nil {
		return nil, err
	}
	path := req.URL.Path + "/"
	req.URL = &url.URL{Scheme: req.URL.Scheme, Host: req.URL.Host, Path: path + r.key,
		RawPath: string(signer.AppendPath([]byte(path), r.key))}
	query, err := signer.AppendQuery(nil, r.query)
	if err != nil {
		return nil, err
	}
	req.URL.RawQuery = string(query)
	for i := 0; i+1 < len(r.header); i += 2 {
		req.Header[r.header[i]] = append(req.Header[r.header[i]], r.header[i+1])
	}
	if !w.creds.IsZero() {
		if err := w.sign(req, r); err != nil {
			return nil, err
		}
	}
	if w.tamper != nil {
		w.tamper(req)
	}
	return req, nil
}

func (w *wire) sign(req *http.Request, r request) error {
	at := w.now()
	s, err := signer.NewV4(w.creds, signer.Scope{Date: signer.DateOf(at), Region: w.region})
	if w.version == signer.V1 {
		s, err = signer.NewV1(w.creds)
	}
	if err != nil {
		return err
	}
	signature, err := s.Sign(&signer.Request{Method: r.method, Bucket: w.bucket, Key: r.key, Query: r.query,
		Header: req.Header, Host: req.URL.Host}, at)
	if err != nil {
		return err
	}
	for _, f := range signature.Fields {
		req.Header.Set(f.Name, f.Value)
	}
	return nil
}

// want fails the test unless a has the status, and for a refusal the code.
func (a answer) want(t testing.TB, status int, code xmlerr.Code) answer {
	t.Helper()
	got := xmlerr.Code("")
	if a.err != nil {
		got = a.err.Code
	}
	if a.status != status || got != code {
		t.Fatalf("status %d, code %q, want %d, %q\nheader: %v\nbody: %s", a.status, got, status, code, a.header, a.body)
	}
	return a
}

// wantHeader compares headers, given as pairs; a value "" means absent.
func (a answer) wantHeader(t testing.TB, pairs ...string) answer {
	t.Helper()
	for i := 0; i+1 < len(pairs); i += 2 {
		got := strings.Join(a.header.Values(pairs[i]), " | ")
		if got != pairs[i+1] {
			t.Errorf("%s: %q, want %q", pairs[i], got, pairs[i+1])
		}
	}
	return a
}

// each runs f against a new server by every way to reach it, with both
// signatures.
func each(t *testing.T, opt osstest.Options, f func(*testing.T, *osstest.OSS, *wire)) {
	for _, version := range []signer.Version{signer.V4, signer.V1} {
		t.Run("pipe/virtual/"+version.String(), func(t *testing.T) {
			o := osstest.New(opt)
			f(t, o, newWire(t, o, time.Now).with(func(w *wire) { w.version = version }))
		})
		for _, style := range []string{"path", "virtual"} {
			t.Run("socket/"+style+"/"+version.String(), func(t *testing.T) {
				s := osstest.NewServer(opt)
				defer s.Close()
				w := newWire(t, s.OSS, time.Now).with(func(w *wire) { w.version, w.client = version, s.Client() })
				if style == "path" {
					w.base = s.URL + "/" + bucketName
				}
				f(t, s.OSS, w)
			})
		}
	}
}

// still returns a server whose clock stands, and a wire to it.
func still(t testing.TB, opt osstest.Options) (*osstest.OSS, *wire, *clock) {
	c := newClock()
	opt.Now = c.now
	o := osstest.New(opt)
	return o, newWire(t, o, c.now), c
}
