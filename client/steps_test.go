package client_test

import (
	"io"
	"maps"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"example.com/ossmeta/client"
	"example.com/ossmeta/client/credentials"
	"example.com/ossmeta/client/osstest"
	"example.com/ossmeta/headers"
	"example.com/ossmeta/signer"
)

// TestManageObjectMetadata walks through OSS's page "Manage object metadata",
// over real sockets, in every way a request can be signed and addressed.
func TestManageObjectMetadata(t *testing.T) {
	for _, version := range []signer.Version{signer.V4, signer.V1} {
		for style, endpoint := range map[string]string{
			"virtual-hosted": "http://oss-cn-hangzhou.aliyuncs.com",
			"path style":     "", // the server's own address
			"CNAME":          "http://static.example.com",
		} {
			for _, token := range []string{"", "exampleToken/+="} {
				name := version.String() + " " + style
				if token != "" {
					name += " with token"
				}
				t.Run(name, func(t *testing.T) {
					c := signer.Credentials{AccessKeyID: "exampleId", AccessKeySecret: "exampleSecret", SecurityToken: token}
					server := osstest.NewServer(osstest.Options{Credentials: []signer.Credentials{c},
						CNAME: map[string]string{"static.example.com": bucketName}})
					defer server.Close()
					if endpoint == "" {
						endpoint = server.URL
					}
					oss, err := client.New(client.Config{Endpoint: endpoint, Region: "cn-hangzhou", Signature: version,
						Credentials: credentials.Static(c), CNAME: style == "CNAME", HTTPClient: server.Client()})
					if err != nil {
						t.Fatal(err)
					}
					manageObjectMetadata(t, oss.Bucket(bucketName))
				})
			}
		}
	}
}

func manageObjectMetadata(t *testing.T, b *client.Bucket) {
	ctx := t.Context()
	const jsonType = "application/json; charset=utf-8"

	// 1. An object with HTTP headers.
	put(t, b, "a.json", `{"age": 1}`, headers.Metadata{ContentType: jsonType})
	if got := head(t, b, "a.json"); got.Metadata.ContentType != jsonType || got.Size != int64(len(`{"age": 1}`)) {
		t.Errorf("HeadObject: %+v", got.ObjectProperties)
	}

	// 2. An object with user metadata.
	author := map[string]string{"author": "O. Henry"}
	put(t, b, "novel", "a novel", headers.Metadata{ContentType: jsonType, User: author})

	// 3. Modify metadata, three times: each replaces all of it.
	for _, m := range []headers.Metadata{
		{User: author},
		{User: map[string]string{"price": "100 dollar"}},
		{ContentType: "text/plain"},
	} {
		if _, err := b.ReplaceObjectMeta(ctx, "novel", m, nil); err != nil {
			t.Fatal(err)
		}
		want := m.Clone()
		if want.ContentType == "" {
			want.ContentType = "application/octet-stream" // OSS's default
		}
		if got := head(t, b, "novel").Metadata; !got.Equal(want) {
			t.Errorf("after ReplaceObjectMeta:\n%s", cmp.Diff(want, got))
		}
	}

	// 4. Query a part of it, and all of it.
	meta, err := b.GetObjectMeta(ctx, "novel", nil)
	if err != nil {
		t.Fatal(err)
	}
	full := head(t, b, "novel")
	if meta.Size != int64(len("a novel")) || meta.ETag == "" || time.Since(meta.LastModified) > time.Minute {
		t.Errorf("GetObjectMeta: %+v", meta)
	}
	if meta.ETag != full.ETag || !meta.LastModified.Equal(full.LastModified) || meta.Header.Get("Content-Type") != "" {
		t.Errorf("GetObjectMeta: %+v, HeadObject: %+v", meta, full)
	}
	for _, name := range []string{"Content-Type", "Last-Modified", "Etag", "Content-Length", "X-Oss-Object-Type", "X-Oss-Storage-Class"} {
		if full.Header.Get(name) == "" {
			t.Errorf("HeadObject: no %s in %v", name, maps.Collect(maps.All(full.Header)))
		}
	}
	if full.ObjectType != "Normal" || full.RequestID == "" {
		t.Errorf("HeadObject: %+v", full)
	}

	// The content is what it was.
	object, err := b.GetObject(ctx, "novel", nil)
	if err != nil {
		t.Fatal(err)
	}
	defer object.Body.Close()
	if body, err := io.ReadAll(object.Body); string(body) != "a novel" || err != nil {
		t.Errorf("GetObject: %q, %v", body, err)
	}
	if deleted, err := b.DeleteObject(ctx, "novel", nil); err != nil || deleted.StatusCode != http.StatusNoContent {
		t.Errorf("DeleteObject: %+v, %v", deleted, err)
	}
}

// TestEditKeepsBothKeys is step 3 as users of other clients believed it to be.
func TestEditKeepsBothKeys(t *testing.T) {
	now := time.Now()
	b := newBucket(t, osstest.New(osstest.Options{Now: func() time.Time { return now }}), nil)
	put(t, b, "novel", "a novel", headers.Metadata{ContentType: "text/plain"})
	for name, value := range map[string]string{"author": "O. Henry", "price": "100 dollar"} {
		now = now.Add(time.Minute)
		_, err := b.EditObjectMeta(t.Context(), "novel", func(m *headers.Metadata) error {
			return m.Set("x-oss-meta-"+name, value)
		}, nil)
		if err != nil {
			t.Fatal(err)
		}
	}
	want := headers.Metadata{ContentType: "text/plain", User: map[string]string{"author": "O. Henry", "price": "100 dollar"}}
	if got := head(t, b, "novel").Metadata; !got.Equal(want) {
		t.Errorf("after two edits:\n%s", cmp.Diff(want, got))
	}
}

func TestAnonymous(t *testing.T) {
	oss := osstest.New(osstest.Options{})
	oss.PutObject(bucketName, "open", osstest.Object{Body: []byte("x"), ACL: "public-read"})
	b := newBucket(t, oss, func(cfg *client.Config) { cfg.Credentials, cfg.Region = nil, "" })
	if got := head(t, b, "open"); got.Size != 1 {
		t.Errorf("HeadObject without credentials: %+v", got)
	}
	if _, err := b.PutObject(t.Context(), "new", strings.NewReader("x"), nil); err == nil {
		t.Error("PutObject without credentials succeeded")
	}
	for _, r := range oss.Requests() {
		if r.Header.Get("Authorization") != "" {
			t.Errorf("%s %s was signed", r.Method, r.RequestURI)
		}
	}
}
