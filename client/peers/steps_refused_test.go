package peers

import (
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"testing"
	"time"

	"example.com/ossmeta/signer"
)

func securityToken(t *testing.T, d *drive) {
	p := object("by token")
	s := *d
	s.driver = d.connectAs(t, temporary)
	s.seed(t, p, "content", full())
	s.wantBody(t, p, "content")
	u, err := s.presign("GET", p, time.Minute, properties{}, reading{})
	ok(t, err)
	status, _, body := s.send(t, "GET", u, "")
	same(t, "presigned GET", []any{status, body}, []any{http.StatusOK, "content"})
}

// mismatch is what OSS answers when it computes another signature.
func (d *drive) mismatch() refusal {
	if d.to.version == signer.V4 {
		return refusal{http.StatusForbidden, "SignatureDoesNotMatch", "0002-00000201"}
	}
	return refusal{http.StatusForbidden, "SignatureDoesNotMatch", "0002-00000040"}
}

// wrongCredentials tries credentials that are wrong in one thing, in a request
// with a body and in one whose refusal has none.
func wrongCredentials(t *testing.T, d *drive) {
	p := object("by a stranger")
	secret, id, token := longTerm, longTerm, temporary
	secret.AccessKeySecret += "x"
	id.AccessKeyID += "x"
	token.SecurityToken += "x"
	for _, c := range []struct {
		signer.Credentials
		want refusal
	}{
		{secret, d.mismatch()},
		{id, refusal{http.StatusForbidden, "InvalidAccessKeyId", "0002-00000902"}},
		{token, refusal{Status: http.StatusForbidden, Code: "InvalidSecurityToken"}},
	} {
		stranger := d.connectAs(t, c.Credentials)
		_, err := stranger.put(p, "content", properties{})
		d.wantRefusal(t, "PUT", err, c.want)
		_, err = stranger.head(p, conditions{})
		d.wantRefusal(t, "HEAD", err, c.want)
	}
	if _, is := d.server.Object(p.bucket, p.key); is {
		t.Error("a stranger could write")
	}
}

// tampered edits requests that the client has signed on their way.
func tampered(t *testing.T, d *drive) {
	p := object("tampered/key")
	set := properties{ContentType: "text/plain", Meta: map[string]string{"author": "Li Lei"}}
	d.seed(t, p, "content", set)
	put := func(d driver) error { _, err := d.put(p, "other", set); return err }
	get := func(d driver) error { _, _, err := d.get(p, conditions{}, reading{}); return err }
	acl := func(d driver) error { _, _, err := d.acl(p); return err }
	list := func(d driver) error { _, err := d.list(plain, listing{Prefix: "tampered/"}); return err }
	for _, c := range []struct {
		what     string
		call     func(driver) error
		edit     func(*http.Request)
		unsigned bool // in V1
	}{
		{what: "the method", call: get, edit: func(r *http.Request) { r.Method = http.MethodDelete }},
		{what: "the key", call: get, edit: func(r *http.Request) { r.URL.Path += "s"; r.URL.RawPath = "" }},
		{what: "a sub-resource", call: acl, edit: func(r *http.Request) { r.URL.RawQuery = "tagging" }},
		{what: "a parameter more", call: acl, edit: func(r *http.Request) { r.URL.RawQuery += "&versionId=null" }},
		{what: "a parameter of a listing", call: list, edit: func(r *http.Request) { r.URL.RawQuery += "&delimiter=%2F" }, unsigned: true},
		{what: "Content-Type", call: put, edit: func(r *http.Request) { r.Header.Set("Content-Type", "text/html") }},
		{what: "user metadata", call: put, edit: func(r *http.Request) { r.Header.Set("x-oss-meta-author", "Han Meimei") }},
		{what: "a header less", call: put, edit: func(r *http.Request) { r.Header.Del("x-oss-meta-author") }},
		{what: "a header more", call: put, edit: func(r *http.Request) { r.Header.Set("x-oss-object-acl", "public-read") }},
	} {
		edited := false
		err := c.call(d.through(t, func(r *http.Request) { c.edit(r); edited = true }))
		if !edited {
			t.Errorf("%s: no request came by: %v", c.what, err)
		}
		if c.unsigned && d.to.version == signer.V1 {
			ok(t, err)
		} else {
			d.wantRefusal(t, c.what, err, d.mismatch())
		}
	}
	ok(t, get(d.through(t, func(*http.Request) {}))) // it is not the proxy
	d.wantStored(t, p, "content", set)
}

// through connects by way of a proxy that edits every request.
func (d *drive) through(t *testing.T, edit func(*http.Request)) driver {
	server, err := url.Parse(d.server.URL)
	ok(t, err)
	proxy := httptest.NewServer(&httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) {
			r.Out.URL.Scheme, r.Out.URL.Host = server.Scheme, server.Host // Host stays
			edit(r.Out)
		},
		Transport: d.server.Client().Transport,
	})
	t.Cleanup(proxy.Close)
	to := d.to
	to.server = proxy.URL
	if to.http == nil {
		to.endpoint = proxy.URL
		return d.connect(t, to)
	}
	dial := func(ctx context.Context, network, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, network, proxy.Listener.Addr().String())
	}
	to.http = &http.Client{Transport: &http.Transport{DialContext: dial, DisableCompression: true}}
	return d.connect(t, to)
}

func clock(t *testing.T, d *drive) {
	p := object("on time")
	d.seed(t, p, "content", properties{})
	for _, ahead := range []time.Duration{16 * time.Minute, -16 * time.Minute} {
		d.setClock(t, ahead)
		_, err := d.head(p, conditions{})
		d.wantRefused(t, "HEAD at "+ahead.String(), err, http.StatusForbidden, "RequestTimeTooSkewed")
	}
	d.setClock(t, 14*time.Minute)
	d.wantBody(t, p, "content")
}

// wantSent uses a presigned URL, and checks how it is refused.
func (d *drive) wantSent(t *testing.T, what, method string, u presigned, body string, want refusal) {
	t.Helper()
	status, _, answer := d.send(t, method, u, body)
	got := refusalOf(status, answer)
	if want.EC == "" {
		got.EC = ""
	}
	same(t, what, got, want)
}

func presignTampered(t *testing.T, d *drive) {
	p := object("presigned/overridden")
	d.seed(t, p, "content", full())
	r, _ := replies()
	u, err := d.presign("GET", p, time.Minute, properties{}, r)
	ok(t, err)
	for what, change := range map[string][2]string{
		"another key":      {"presigned", "Presigned"},
		"another override": {"no-store", "no-cache"},
	} {
		changed := presigned{URL: strings.Replace(u.URL, change[0], change[1], 1)}
		if changed.URL == u.URL {
			t.Fatalf("%s: nothing to change in %s", what, u.URL)
		}
		d.wantSent(t, what, "GET", changed, "", d.mismatch())
	}
	d.wantSent(t, "another method", "PUT", u, "other", d.mismatch())
	d.wantSent(t, "a header more", "GET", presigned{u.URL, map[string]string{"x-oss-range-behavior": "standard"}}, "", d.mismatch())
	d.wantStored(t, p, "content", full())
}

// presignExpired uses URLs when they are no longer good, and before: only V4
// signs from when on they are.
func presignExpired(t *testing.T, d *drive) {
	p := object("presigned/expired")
	d.seed(t, p, "content", properties{})
	u, err := d.presign("GET", p, 5*time.Minute, properties{}, reading{})
	ok(t, err)
	good := refusal{Status: http.StatusOK}
	early, late := good, refusal{http.StatusForbidden, "AccessDenied", "0002-00000069"}
	if d.to.version == signer.V4 {
		early, late.EC = refusal{http.StatusForbidden, "AccessDenied", "0002-00000235"}, "0002-00000236"
	}
	for ahead, want := range map[time.Duration]refusal{
		-16 * time.Minute: early, -14 * time.Minute: good, 4 * time.Minute: good, 6 * time.Minute: late,
	} {
		d.setClock(t, ahead)
		d.wantSent(t, "GET at "+ahead.String(), "GET", u, "", want)
	}
}
