package client_test

import (
	"context"
	"encoding/base64"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"runtime/debug"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"example.com/ossmeta/client"
	"example.com/ossmeta/client/credentials"
	"example.com/ossmeta/client/osstest"
	"example.com/ossmeta/headers"
	"example.com/ossmeta/signer"
)

// hooks has the search see all that a client's hooks are told.
func (s *markSearch) hooks(c *client.Config) {
	c.OnSign = func(_ context.Context, transcript *signer.Transcript) {
		s.look("OnSign", transcript, transcript.String(), *transcript)
	}
	c.OnAttempt = func(_ context.Context, a client.Attempt) { s.look("OnAttempt", a, a.Err) }
}

// operateAll does all that a client does. What they return is looked at, but
// for signed requests, which are to carry the token.
func operateAll(ctx context.Context, c *client.Client, look func(string, ...any)) {
	b := c.Bucket(bucketName)
	see := func(what string, v any, err error) { look(what, v, err) }
	put, err := b.PutObject(ctx, "k", strings.NewReader("x"), nil)
	see("PutObject", put, err)
	got, err := b.GetObject(ctx, "k", nil)
	if err == nil {
		got.Body.Close()
		look("GetObject", got.Response, got.ObjectProperties)
	}
	look("GetObject", err)
	stat, err := b.HeadObject(ctx, "k", nil)
	see("HeadObject", stat, err)
	meta, err := b.GetObjectMeta(ctx, "k", nil)
	see("GetObjectMeta", meta, err)
	copied, err := b.CopyObject(ctx, "k2", client.CopySource{Key: "k"}, nil)
	see("CopyObject", copied, err)
	replaced, err := b.ReplaceObjectMeta(ctx, "k", headers.Metadata{}, nil)
	see("ReplaceObjectMeta", replaced, err)
	edited, err := b.EditObjectMeta(ctx, "k", setUser("a", "1"), nil)
	see("EditObjectMeta", edited, err)
	acl, err := b.GetObjectACL(ctx, "k", nil)
	see("GetObjectACL", acl, err)
	set, err := b.PutObjectACL(ctx, "k", client.Private, nil)
	see("PutObjectACL", set, err)
	tagged, err := b.PutObjectTagging(ctx, "k", []headers.Tag{{Key: "a", Value: "b"}}, nil)
	see("PutObjectTagging", tagged, err)
	tags, err := b.GetObjectTagging(ctx, "k", nil)
	see("GetObjectTagging", tags, err)
	untagged, err := b.DeleteObjectTagging(ctx, "k", nil)
	see("DeleteObjectTagging", untagged, err)
	for o, err := range b.ListObjects(ctx, nil) {
		see("ListObjects", o, err)
	}
	for o, err := range b.ListObjectVersions(ctx, nil) {
		see("ListObjectVersions", o, err)
	}
	done, err := c.Do(ctx, client.Operation{Name: "GetBucketInfo", Method: "GET", Bucket: bucketName, Query: url.Values{"bucketInfo": {""}}})
	see("Do", done, err)
	_, err = b.PutObject(ctx, "k\x00", nil, &client.PutObjectOptions{ContentMD5: "bad"})
	look("refused here", err)
	many, err := b.DeleteMultipleObjects(ctx, []client.ObjectIdentifier{{Key: "k2"}}, nil)
	see("DeleteMultipleObjects", many, err)
	deleted, err := b.DeleteObject(ctx, "k", nil)
	see("DeleteObject", deleted, err)
	_, err = b.PresignGetObject(ctx, "k", nil, &client.PresignOptions{Expires: -1})
	look("presigning refused", err, b, c)
}

// TestSecretsEverywhere has operations succeed and fail in every way, with a
// marked secret and token, and looks for the marks in everything that comes of
// it: results, errors, diagnoses, what hooks are told, and what the server has
// recorded and printed.
func TestSecretsEverywhere(t *testing.T) {
	other := marked
	other.AccessKeySecret = "another"
	tampered := func(r *http.Request) { r.Header.Set("X-Oss-Meta-Added", "1") }
	refused := "<Error><Code>SignatureDoesNotMatch</Code><StringToSign>PUT\n\nx-oss-security-token:" + strings.ReplaceAll(strings.ReplaceAll(markOfToken, "&", "&amp;"), "<", "&lt;") + "\n/b/k</StringToSign></Error>"
	for name, tt := range map[string]struct {
		server signer.Credentials
		fault  osstest.Fault
	}{
		"success":            {server: marked},
		"wrong secret":       {server: other},
		"unknown key":        {server: signer.Credentials{AccessKeyID: "other", AccessKeySecret: "other"}},
		"another token":      {server: signer.Credentials{AccessKeyID: marked.AccessKeyID, AccessKeySecret: markOfSecret, SecurityToken: "other"}},
		"expired token":      {marked, osstest.Fault{Status: 403, Code: "SecurityTokenExpired"}},
		"skewed clock":       {marked, osstest.Fault{Skew: 2 * time.Hour}},
		"changed on the way": {marked, osstest.Fault{Request: tampered}},
		"evidence":           {marked, osstest.Fault{Status: 403, Body: refused}},
		"evidence of a HEAD": {marked, osstest.Fault{Status: 403, Header: http.Header{"X-Oss-Err": {base64.StdEncoding.EncodeToString([]byte(refused))}}}},
		"internal error":     {marked, osstest.Fault{Status: 500, Code: "InternalError"}},
		"proxy":              {marked, osstest.Fault{Status: 502, Body: "<html>"}},
		"redirect":           {marked, osstest.Fault{Status: 307, Header: http.Header{"Location": {"http://elsewhere.example/"}}}},
		"reset":              {marked, osstest.Fault{Reset: true}},
		"truncated":          {marked, osstest.Fault{Truncate: 1}},
		"late":               {marked, osstest.Fault{Delay: 2 * time.Hour}},
	} {
		for _, version := range []signer.Version{signer.V4, signer.V1} {
			if version == signer.V1 && tt.fault.Status == 0 && name != "success" && name != "wrong secret" {
				continue // the version makes no difference there
			}
			t.Run(name+" "+version.String(), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) { // without waiting for the repetitions
					s := &markSearch{t: t}
					server := osstest.New(osstest.Options{Credentials: []signer.Credentials{tt.server}})
					if name != "success" {
						server.Inject(tt.fault)
					}
					c := newClient(t, server, func(c *client.Config) {
						c.Signature, c.Credentials = version, credentials.Static(marked)
						s.hooks(c)
					})
					ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
					defer cancel()
					operateAll(ctx, c, s.look)
					for _, r := range server.Requests() {
						s.look("Requests", r, r.RequestURI)
					}
					s.look("the server", server, tt.fault.String())
					if s.n < 100 {
						t.Errorf("%d values were looked at", s.n)
					}
				})
			})
		}
	}
}

// TestSecretsOfProviders has the sources of credentials fail.
func TestSecretsOfProviders(t *testing.T) {
	s := &markSearch{t: t}
	document := `{"Code":"Success","AccessKeyId":"","AccessKeySecret":"` + markOfSecret + `","SecurityToken":"` + markOfToken + `","Expiration":"2001-01-01T00:00:00Z"`
	for _, body := range []string{document, document + "}", strings.Replace(document, `"AccessKeyId":""`, `"AccessKeyId":"id"`, 1) + "}", markOfSecret} {
		service := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { io.WriteString(w, body) }))
		cache := credentials.ECSRole("role", &credentials.ECSRoleOptions{BaseURL: service.URL})
		key, err := cache.Credentials(t.Context())
		s.look("ECSRole", key, err, cache, service.URL)
		if err == nil {
			t.Errorf("credentials of %s", body)
		}
		service.Close()
	}
	expired := credentials.NewCache(func(context.Context) (credentials.Temporary, error) {
		return credentials.Temporary{Credentials: marked, Expiration: time.Now().Add(-time.Hour)}, nil
	}, nil)
	_, err := expired.Credentials(t.Context())
	s.look("Cache", err, expired, credentials.Temporary{Credentials: marked})
	t.Setenv("OSS_ACCESS_KEY_ID", "")
	t.Setenv("OSS_ACCESS_KEY_SECRET", markOfSecret)
	t.Setenv("OSS_SESSION_TOKEN", markOfToken)
	_, err = credentials.Environment()(t.Context())
	s.look("Environment", err)
	if err == nil {
		t.Error("half of a key was taken")
	}
	for _, c := range []signer.Credentials{
		{AccessKeyID: "id", AccessKeySecret: markOfSecret + "\n"}, {AccessKeyID: "id", AccessKeySecret: markOfSecret, SecurityToken: " " + markOfToken},
		{AccessKeySecret: markOfSecret}, {AccessKeyID: "id", AccessKeySecret: "é" + markOfSecret},
	} {
		_, err := newBucket(t, osstest.New(osstest.Options{}), func(cfg *client.Config) { cfg.Credentials = credentials.Static(c) }).HeadObject(t.Context(), "k", nil)
		s.look("half a key", err, c)
		if err == nil {
			t.Errorf("signed with %q", c)
		}
	}
}

// TestSecretsOfPanics has the caller's own functions panic.
func TestSecretsOfPanics(t *testing.T) {
	s := &markSearch{t: t}
	server := osstest.New(osstest.Options{Credentials: []signer.Credentials{marked}})
	server.PutObject(bucketName, "k", osstest.Object{LastModified: time.Now().Add(-time.Hour)})
	for name, change := range map[string]func(*client.Config){
		"edit":      nil,
		"OnSign":    func(c *client.Config) { c.OnSign = func(context.Context, *signer.Transcript) { panic("hook") } },
		"OnAttempt": func(c *client.Config) { c.OnAttempt = func(context.Context, client.Attempt) { panic("hook") } },
		"provider": func(c *client.Config) {
			c.Credentials = func(context.Context) (signer.Credentials, error) { panic("provider") }
		},
	} {
		func() {
			defer func() {
				panicked := recover()
				s.look(name, panicked, string(debug.Stack()))
				if panicked == nil {
					t.Errorf("%s: no panic", name)
				}
			}()
			newBucket(t, server, change).EditObjectMeta(t.Context(), "k", func(*headers.Metadata) error { panic("edit") }, nil)
		}()
	}
}

// TestWhereTheTokenStands lists all places where the token must stand, and by
// that shows that the search finds it. The secret stands nowhere.
func TestWhereTheTokenStands(t *testing.T) {
	server := osstest.New(osstest.Options{Credentials: []signer.Credentials{marked}})
	var wire []*http.Request
	b := newBucket(t, server, over(func(r *http.Request) (*http.Response, error) {
		wire = append(wire, r)
		return answer(200, nil, "")(r)
	}))
	if _, err := b.HeadObject(t.Context(), "k", nil); err != nil {
		t.Fatal(err)
	}
	presigned, err := b.PresignGetObject(t.Context(), "k", nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	request, err := presigned.NewRequest(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	signed, _ := http.NewRequest("GET", "http://examplebucket.oss-cn-hangzhou.aliyuncs.com/k", nil)
	if err := b.SignHTTP(t.Context(), signed); err != nil {
		t.Fatal(err)
	}
	s, err := signer.NewV1(marked)
	if err != nil {
		t.Fatal(err)
	}
	transcript, err := s.Explain(&signer.Request{Method: "GET", Bucket: "b"}, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	signature, err := s.Sign(&signer.Request{Method: "GET", Bucket: "b"}, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	values := ""
	for _, f := range signature.Fields {
		values += f.Value + "\n"
	}
	for where, text := range map[string]string{
		"the request that is sent":          fmt.Sprint(wire[0].Header),
		"a request that SignHTTP signed":    fmt.Sprint(signed.Header),
		"presigned.Request.URL":             presigned.URL,
		"presigned.Request.NewRequest":      request.URL.String(),
		"presigned.Request.Curl":            presigned.Curl(),
		"the Value of a Signature's fields": values,
		"Transcript.StringToSign":           string(transcript.StringToSign()),
		"the fields of Credentials":         marked.SecurityToken,
	} {
		if !strings.Contains(text, markOfToken) && !strings.Contains(text, url.QueryEscape(markOfToken)) || showsMark(text) == "" {
			t.Errorf("%s has no token: %s", where, text)
		}
		if strings.Contains(text, markOfSecret) {
			t.Errorf("%s has the secret", where)
		}
	}
}
