package client_test

import (
	"context"
	"encoding/base64"
	"errors"
	"io"
	"net/http"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"example.com/ossmeta/client"
	"example.com/ossmeta/client/osstest"
	"example.com/ossmeta/headers"
	"example.com/ossmeta/signer"
)

// retried has the operations of the table in the package documentation.
var retried = map[string]func(context.Context, *client.Client, *client.Bucket) error{
	"HeadObject": func(ctx context.Context, _ *client.Client, b *client.Bucket) error {
		return second(b.HeadObject(ctx, "k", nil))
	},
	"GetObjectMeta": func(ctx context.Context, _ *client.Client, b *client.Bucket) error {
		return second(b.GetObjectMeta(ctx, "k", nil))
	},
	"GetObject": func(ctx context.Context, _ *client.Client, b *client.Bucket) error {
		return second(b.GetObject(ctx, "k", nil))
	},
	"GetObjectACL": func(ctx context.Context, _ *client.Client, b *client.Bucket) error {
		return second(b.GetObjectACL(ctx, "k", nil))
	},
	"GetObjectTagging": func(ctx context.Context, _ *client.Client, b *client.Bucket) error {
		return second(b.GetObjectTagging(ctx, "k", nil))
	},
	"ListObjects": func(ctx context.Context, _ *client.Client, b *client.Bucket) error {
		return second(b.ListObjectsPage(ctx, nil))
	},
	"ListObjectVersions": func(ctx context.Context, _ *client.Client, b *client.Bucket) error {
		return second(b.ListObjectVersionsPage(ctx, nil))
	},
	"PutObject": func(ctx context.Context, _ *client.Client, b *client.Bucket) error {
		return second(b.PutObject(ctx, "k", strings.NewReader("x"), nil))
	},
	"PutObject (ForbidOverwrite)": func(ctx context.Context, _ *client.Client, b *client.Bucket) error {
		return second(b.PutObject(ctx, "k", strings.NewReader("x"), &client.PutObjectOptions{ForbidOverwrite: true}))
	},
	"PutObject (body that cannot seek)": func(ctx context.Context, _ *client.Client, b *client.Bucket) error {
		return second(b.PutObject(ctx, "k", io.MultiReader(strings.NewReader("x")), nil))
	},
	"CopyObject": func(ctx context.Context, _ *client.Client, b *client.Bucket) error {
		return second(b.CopyObject(ctx, "k", client.CopySource{Key: "other"}, nil))
	},
	"CopyObject (ForbidOverwrite)": func(ctx context.Context, _ *client.Client, b *client.Bucket) error {
		return second(b.CopyObject(ctx, "k", client.CopySource{Key: "other"}, &client.CopyObjectOptions{ForbidOverwrite: true}))
	},
	"ReplaceObjectMeta": func(ctx context.Context, _ *client.Client, b *client.Bucket) error {
		return second(b.ReplaceObjectMeta(ctx, "k", headers.Metadata{}, nil))
	},
	"ReplaceObjectMeta (IfUnmodifiedSince)": func(ctx context.Context, _ *client.Client, b *client.Bucket) error {
		return second(b.ReplaceObjectMeta(ctx, "k", headers.Metadata{}, &client.ReplaceObjectMetaOptions{Source: client.Conditions{IfUnmodifiedSince: time.Now()}}))
	},
	"PutObjectACL": func(ctx context.Context, _ *client.Client, b *client.Bucket) error {
		return second(b.PutObjectACL(ctx, "k", client.Private, nil))
	},
	"PutObjectTagging": func(ctx context.Context, _ *client.Client, b *client.Bucket) error {
		return second(b.PutObjectTagging(ctx, "k", nil, nil))
	},
	"DeleteObjectTagging": func(ctx context.Context, _ *client.Client, b *client.Bucket) error {
		return second(b.DeleteObjectTagging(ctx, "k", nil))
	},
	"DeleteObject": func(ctx context.Context, _ *client.Client, b *client.Bucket) error {
		return second(b.DeleteObject(ctx, "k", nil))
	},
	"DeleteMultipleObjects": func(ctx context.Context, _ *client.Client, b *client.Bucket) error {
		return second(b.DeleteMultipleObjects(ctx, []client.ObjectIdentifier{{Key: "k"}}, nil))
	},
	"EditObjectMeta (its copy)": func(ctx context.Context, _ *client.Client, b *client.Bucket) error {
		return second(b.EditObjectMeta(ctx, "k", setUser("x", "1"), nil))
	},
	"Do": func(ctx context.Context, c *client.Client, _ *client.Bucket) error {
		return second(c.Do(ctx, client.Operation{Method: "PUT", Bucket: bucketName, Key: "k", Query: map[string][]string{"symlink": {""}}}))
	},
	"Do (POST)": func(ctx context.Context, c *client.Client, _ *client.Bucket) error {
		return second(c.Do(ctx, client.Operation{Method: "POST", Bucket: bucketName, Key: "k", Query: map[string][]string{"restore": {""}}}))
	},
}

func second[T any](_ T, err error) error { return err }

// always has the columns of the table: what every request ends with.
var always = []roundTrip{
	lost,
	answer(503, nil, slowDown),
	answer(429, nil, ""),
	func(r *http.Request) (*http.Response, error) {
		ahead := time.Now().Add(time.Hour).UTC().Format("2006-01-02T15:04:05.000Z")
		return refusing(403, "<Code>RequestTimeTooSkewed</Code><ServerTime>"+ahead+"</ServerTime>")(r)
	},
	refusing(403, "<Code>SecurityTokenExpired</Code>"),
	refusing(404, "<Code>NoSuchKey</Code>"),
}

// refusing answers with an error as OSS does, to HEAD in a header.
func refusing(status int, elements string) roundTrip {
	document := "<Error>" + elements + "</Error>"
	return answer(status, http.Header{"X-Oss-Err": {base64.StdEncoding.EncodeToString([]byte(document))}}, document)
}

// TestRetryTable takes the table of the package documentation at its word.
func TestRetryTable(t *testing.T) {
	source, err := os.ReadFile("client.go")
	if err != nil {
		t.Fatal(err)
	}
	rows := regexp.MustCompile(`(?m)^//\t(\S.*?)((?: +\d+){6})$`).FindAllStringSubmatch(string(source), -1)
	seen := 0
	for _, row := range rows {
		for _, name := range strings.Split(row[1], ", ") {
			call, ok := retried[name]
			if seen++; !ok {
				t.Errorf("the table has %q, and the test does not", name)
				continue
			}
			for i, number := range strings.Fields(row[2]) {
				want, _ := strconv.Atoi(number)
				synctest.Test(t, func(t *testing.T) { checkAttempts(t, name, call, i, want) })
			}
		}
	}
	if seen != len(retried) {
		t.Errorf("the table has %d operations, and the test %d", seen, len(retried))
	}
}

func checkAttempts(t *testing.T, name string, call func(context.Context, *client.Client, *client.Bucket) error, column, want int) {
	edits := strings.HasPrefix(name, "EditObjectMeta")
	for _, version := range []signer.Version{signer.V4, signer.V1} {
		oss, attempts := osstest.New(osstest.Options{}), 0
		oss.PutObject(bucketName, "k", osstest.Object{})
		transport := oss.Transport()
		c := newClient(t, oss, func(cfg *client.Config) {
			cfg.Signature, cfg.CredentialsRefused = version, func(signer.Credentials) {}
			over(func(r *http.Request) (*http.Response, error) {
				if edits && r.Method != http.MethodPut {
					return transport.RoundTrip(r)
				}
				attempts++
				return always[column](r)
			})(cfg)
		})
		err := call(t.Context(), c, c.Bucket(bucketName))
		if attempts != want || !errors.As(err, new(*client.OpError)) {
			t.Errorf("%s, %v, column %d: %d attempts, the table has %d; error %v", name, version, column+1, attempts, want, err)
		}
	}
}
