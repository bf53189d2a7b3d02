package client_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"

	"example.com/ossmeta/client"
	"example.com/ossmeta/client/osstest"
	"example.com/ossmeta/headers"
)

// traits say what the rules need to know of a request.
type traits int

const (
	writes   traits = 1 << iota // has an effect
	hidden                      // which cannot be seen in the objects
	once                        // is not sent again if it may have had one
	oneShot                     // has a body that cannot be sent again
	document                    // is answered with a document, which is read before the operation returns
	content                     // is answered with what the caller reads
	onBucket                    // has no key in its path
)

// A matrixStep is one of the requests that an operation consists of.
type matrixStep struct {
	server string // the server's name of it
	traits traits
	match  func(osstest.RequestRecord) bool // nil = all that have this name
}

func (s *matrixStep) is(t traits) bool { return s.traits&t != 0 }

// A matrixOp is a row of operations. The first word of its name is the method.
type matrixOp struct {
	name  string
	steps []matrixStep
	edit  bool // starts again if it is not clear what became of its last step
	run   func(context.Context, *client.Client) (string, error)

	// changes is all that it changes of the object matrixKey, if it leaves the
	// content alone; nil = not told.
	changes func(*osstest.Object)
}

// The keys of the matrix. The first two are there at first.
const (
	matrixKey   = "k/a%20b +é"
	matrixOther = "k/other"
	matrixNew   = "k/new%20"
)

var (
	matrixKeys = []string{matrixKey, matrixOther, matrixNew}
	matrixMeta = headers.Metadata{ContentType: "text/plain", CacheControl: "no-cache", User: map[string]string{"author": "new"}}
	matrixTags = []headers.Tag{{Key: "state", Value: "new"}}
)

// on makes the run of an operation of Bucket.
func on(run func(context.Context, *client.Bucket) (string, error)) func(context.Context, *client.Client) (string, error) {
	return func(ctx context.Context, c *client.Client) (string, error) { return run(ctx, c.Bucket(bucketName)) }
}

// one makes the steps of an operation with one request.
func one(server string, t traits) []matrixStep { return []matrixStep{{server, t, nil}} }

// operations are the rows of the matrix. To add one, add a line: its requests,
// and a function that returns what of the result must be the same with and
// without faults.
var operations = []matrixOp{
	{name: "PutObject", steps: one("PutObject", writes), run: on(func(ctx context.Context, b *client.Bucket) (string, error) {
		return runPut(ctx, b, matrixKey, strings.NewReader("the new content"), false)
	})},
	{name: "PutObject of a stream", steps: one("PutObject", writes|oneShot), run: on(func(ctx context.Context, b *client.Bucket) (string, error) {
		return runPut(ctx, b, matrixKey, io.MultiReader(strings.NewReader("the new content")), false)
	})},
	{name: "PutObject if there is none", steps: one("PutObject", writes|once), run: on(func(ctx context.Context, b *client.Bucket) (string, error) {
		return runPut(ctx, b, matrixNew, strings.NewReader("the new content"), true)
	})},
	{name: "PutObject of a stream if there is none", steps: one("PutObject", writes|once|oneShot), run: on(func(ctx context.Context, b *client.Bucket) (string, error) {
		return runPut(ctx, b, matrixNew, io.MultiReader(strings.NewReader("the new content")), true)
	})},
	{name: "GetObject", steps: one("GetObject", content), run: on(runGet)},
	{name: "HeadObject", steps: one("HeadObject", 0), run: on(func(ctx context.Context, b *client.Bucket) (string, error) {
		return shown(b.HeadObject(ctx, matrixKey, nil))(func(r *client.HeadObjectResult) any { return r.Metadata })
	})},
	{name: "GetObjectMeta", steps: one("GetObjectMeta", 0), run: on(func(ctx context.Context, b *client.Bucket) (string, error) {
		return shown(b.GetObjectMeta(ctx, matrixKey, nil))(func(r *client.GetObjectMetaResult) any { return r.Size })
	})},
	{name: "CopyObject", steps: one("CopyObject", writes|document), run: on(func(ctx context.Context, b *client.Bucket) (string, error) {
		return shown(b.CopyObject(ctx, matrixNew, client.CopySource{Key: matrixKey}, nil))(etagOfCopy)
	})},
	{name: "CopyObject if there is none", steps: one("CopyObject", writes|once|document), run: on(func(ctx context.Context, b *client.Bucket) (string, error) {
		return shown(b.CopyObject(ctx, matrixNew, client.CopySource{Key: matrixKey}, &client.CopyObjectOptions{ForbidOverwrite: true}))(etagOfCopy)
	})},
	{name: "ReplaceObjectMeta", steps: one("CopyObject", writes|document), run: on(func(ctx context.Context, b *client.Bucket) (string, error) {
		return shown(b.ReplaceObjectMeta(ctx, matrixKey, matrixMeta, nil))(etagOfCopy)
	})},
	{name: "EditObjectMeta", edit: true, steps: []matrixStep{{"HeadObject", 0, nil}, {"GetObjectACL", document, nil},
		{"CopyObject", writes | once | document, nil}}, run: on(func(ctx context.Context, b *client.Bucket) (string, error) {
		return shown(b.EditObjectMeta(ctx, matrixKey, setUser("author", "new"), &client.EditOptions{MaxAttempts: matrixAttempts}))(
			func(r *client.EditResult) any { return []any{r.Changed, r.Changes, r.Before, r.After, r.ETag} })
	}), changes: func(o *osstest.Object) { o.Header["X-Oss-Meta-Author"] = []string{"new"} }},
	{name: "DeleteObject", steps: one("DeleteObject", writes), run: on(func(ctx context.Context, b *client.Bucket) (string, error) {
		return shown(b.DeleteObject(ctx, matrixKey, nil))(func(r *client.DeleteObjectResult) any { return r.DeleteMarker })
	})},
	{name: "DeleteMultipleObjects", steps: one("DeleteMultipleObjects", writes|document|onBucket), run: on(func(ctx context.Context, b *client.Bucket) (string, error) {
		return shown(b.DeleteMultipleObjects(ctx, []client.ObjectIdentifier{{Key: matrixKey}, {Key: matrixOther}}, nil))(
			func(r *client.DeleteMultipleObjectsResult) any { return []string{r.Deleted[0].Key, r.Deleted[1].Key} })
	})},
	{name: "DeleteMultipleObjects quietly", steps: one("DeleteMultipleObjects", writes|onBucket), run: on(func(ctx context.Context, b *client.Bucket) (string, error) {
		return shown(b.DeleteMultipleObjects(ctx, []client.ObjectIdentifier{{Key: matrixKey}, {Key: matrixOther}}, &client.DeleteMultipleObjectsOptions{Quiet: true}))(
			func(r *client.DeleteMultipleObjectsResult) any { return r.Deleted })
	})},
	{name: "GetObjectACL", steps: one("GetObjectACL", document), run: on(func(ctx context.Context, b *client.Bucket) (string, error) {
		return shown(b.GetObjectACL(ctx, matrixKey, nil))(func(r *client.GetObjectACLResult) any { return r.ACL })
	})},
	{name: "PutObjectACL", steps: one("PutObjectACL", writes), run: on(func(ctx context.Context, b *client.Bucket) (string, error) {
		return shown(b.PutObjectACL(ctx, matrixKey, client.PublicRead, nil))(statusOf)
	}), changes: func(o *osstest.Object) { o.ACL = "public-read" }},
	{name: "GetObjectTagging", steps: one("GetObjectTagging", document), run: on(func(ctx context.Context, b *client.Bucket) (string, error) {
		return shown(b.GetObjectTagging(ctx, matrixKey, nil))(func(r *client.GetObjectTaggingResult) any { return r.Tags })
	})},
	{name: "PutObjectTagging", steps: one("PutObjectTagging", writes), run: on(func(ctx context.Context, b *client.Bucket) (string, error) {
		return shown(b.PutObjectTagging(ctx, matrixKey, matrixTags, nil))(statusOf)
	}), changes: func(o *osstest.Object) { o.Tags = matrixTags }},
	{name: "DeleteObjectTagging", steps: one("DeleteObjectTagging", writes), run: on(func(ctx context.Context, b *client.Bucket) (string, error) {
		return shown(b.DeleteObjectTagging(ctx, matrixKey, nil))(statusOf)
	}), changes: func(o *osstest.Object) { o.Tags = nil }},
	{name: "ListObjects", steps: pagesOf("ListObjectsV2", "continuation-token"), run: on(func(ctx context.Context, b *client.Bucket) (string, error) {
		var keys []string
		for o, err := range b.ListObjects(ctx, &client.ListObjectsOptions{MaxKeys: 1}) {
			if err != nil {
				return "", err
			}
			keys = append(keys, o.Key)
		}
		return fmt.Sprint(keys), nil
	})},
	{name: "ListObjectsPage", steps: one("ListObjectsV2", document|onBucket), run: on(func(ctx context.Context, b *client.Bucket) (string, error) {
		return shown(b.ListObjectsPage(ctx, nil))(func(r *client.ListObjectsResult) any { return len(r.Objects) })
	})},
	{name: "ListObjectVersions", steps: pagesOf("ListObjectVersions", "key-marker"), run: on(func(ctx context.Context, b *client.Bucket) (string, error) {
		var keys []string
		for v, err := range b.ListObjectVersions(ctx, &client.ListObjectVersionsOptions{MaxKeys: 1}) {
			if err != nil {
				return "", err
			}
			keys = append(keys, v.Key)
		}
		return fmt.Sprint(keys), nil
	})},
	{name: "ListObjectVersionsPage", steps: one("ListObjectVersions", document|onBucket), run: on(func(ctx context.Context, b *client.Bucket) (string, error) {
		return shown(b.ListObjectVersionsPage(ctx, nil))(func(r *client.ListObjectVersionsResult) any { return len(r.Versions) })
	})},
	{name: "Do: AppendObject", steps: one("AppendObject", writes|once), run: runAppend},
	{name: "Do: multipart upload", steps: []matrixStep{{"InitiateMultipartUpload", writes | hidden | once | document, nil},
		{"UploadPart", writes | hidden, nil}, {"CompleteMultipartUpload", writes | once | document, nil}}, run: runMultipart},
}

// pagesOf returns the steps of a listing of two objects, one on each page: a
// page that begins with a token is not the first.
func pagesOf(server, token string) []matrixStep {
	is := func(first bool) func(osstest.RequestRecord) bool {
		return func(r osstest.RequestRecord) bool { return strings.Contains(r.RequestURI, token) != first }
	}
	return []matrixStep{{server, document | onBucket, is(true)}, {server, document | onBucket, is(false)}}
}

// shown lets a function show what is compared of a result.
func shown[R any](result R, err error) func(func(R) any) (string, error) {
	return func(show func(R) any) (string, error) {
		if err != nil {
			return "", err
		}
		return fmt.Sprintf("%+v", show(result)), nil
	}
}

func statusOf(r client.Response) any            { return r.StatusCode }
func etagOfCopy(r *client.CopyObjectResult) any { return r.ETag }

func runPut(ctx context.Context, b *client.Bucket, key string, body io.Reader, forbid bool) (string, error) {
	return shown(b.PutObject(ctx, key, body, &client.PutObjectOptions{Metadata: matrixMeta, Tags: matrixTags, ForbidOverwrite: forbid,
		Placement: client.Placement{ACL: client.PublicRead, StorageClass: "IA"}}))(
		func(r *client.PutObjectResult) any { return r.CRC64 })
}

func runGet(ctx context.Context, b *client.Bucket) (string, error) {
	object, err := b.GetObject(ctx, matrixKey, nil)
	if err != nil {
		return "", err
	}
	body, err := io.ReadAll(object.Body)
	return fmt.Sprintf("%s, %+v", body, object.Metadata), errors.Join(err, object.Body.Close())
}

func runAppend(ctx context.Context, c *client.Client) (string, error) {
	result, err := c.Do(ctx, client.Operation{Name: "AppendObject", Method: "POST", Bucket: bucketName, Key: matrixNew,
		Query: map[string][]string{"append": {""}, "position": {"0"}}, Body: strings.NewReader("appended"),
		Header: http.Header{"X-Oss-Meta-Author": {"new"}}})
	if err != nil {
		return "", err
	}
	return result.Header.Get("X-Oss-Next-Append-Position"), noDocument(result)
}

// runMultipart uploads an object in one part, and completes it with all parts
// that there are.
func runMultipart(ctx context.Context, c *client.Client) (string, error) {
	o := client.Operation{Name: "InitiateMultipartUpload", Method: "POST", Bucket: bucketName, Key: matrixNew, Query: map[string][]string{"uploads": {""}}}
	result, err := c.Do(ctx, o)
	if err != nil {
		return "", err
	}
	var upload struct{ UploadId string }
	if err := result.DecodeXML("InitiateMultipartUploadResult", &upload); err != nil {
		return "", err
	}
	o.Name, o.Method, o.Body = "UploadPart", "PUT", strings.NewReader("the parts' content")
	o.Query = map[string][]string{"partNumber": {"1"}, "uploadId": {upload.UploadId}}
	if result, err = c.Do(ctx, o); err == nil {
		err = noDocument(result)
	}
	if err != nil {
		return "", err
	}
	o.Name, o.Method, o.Body, o.Header = "CompleteMultipartUpload", "POST", nil, http.Header{"X-Oss-Complete-All": {"yes"}}
	o.Query = map[string][]string{"uploadId": {upload.UploadId}}
	if result, err = c.Do(ctx, o); err != nil {
		return "", err
	}
	var completed struct{ ETag string }
	err = result.DecodeXML("CompleteMultipartUploadResult", &completed)
	return completed.ETag, err
}

// noDocument looks into an answer that should have no body.
func noDocument(result *client.OperationResult) error {
	if result.Header.Get("Content-Length") != "0" {
		return result.DecodeXML("", nil)
	}
	return result.Body.Close()
}
