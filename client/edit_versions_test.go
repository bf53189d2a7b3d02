package client_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"example.com/ossmeta/client"
	"example.com/ossmeta/client/osstest"
	"example.com/ossmeta/headers"
)

// twoVersions returns a server with an object of two versions, of which the
// newer one has other metadata and another ACL, and their ids.
func twoVersions() (oss *osstest.OSS, older, newer string) {
	oss = osstest.New(osstest.Options{Buckets: []osstest.Bucket{{Name: bucketName, Versioning: "Enabled"}}})
	oss.PutObject(bucketName, "k", osstest.Object{ACL: "private", Header: http.Header{"X-Oss-Meta-V": {"1"}}, LastModified: time.Now().Add(-2 * time.Hour)})
	oss.PutObject(bucketName, "k", osstest.Object{ACL: "public-read", Header: http.Header{"X-Oss-Meta-V": {"2"}}, LastModified: time.Now().Add(-time.Hour)})
	versions := oss.Versions(bucketName, "k")
	return oss, versions[1].VersionID, versions[0].VersionID
}

// overCopies sends the copies of an edit through f, and all else through next.
func overCopies(next http.RoundTripper, f roundTrip) func(*client.Config) {
	return over(func(r *http.Request) (*http.Response, error) {
		if r.Method != "PUT" {
			return next.RoundTrip(r)
		}
		return f(r)
	})
}

// deleteVersion is what a rival does meanwhile.
func deleteVersion(t *testing.T, rival *client.Bucket, id string) {
	t.Helper()
	if _, err := rival.DeleteObject(t.Context(), "k", &client.DeleteObjectOptions{VersionID: id}); err != nil {
		t.Error(err)
	}
}

// TestEditUnclearVersion: another writer deletes the version that an edit has
// read, the copy is made of the one before, whose Last-Modified is earlier, and
// the answer that would tell gets lost. What is read again has all that the
// edit wanted; yet it must not be taken for done.
func TestEditUnclearVersion(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		oss, _, newer := twoVersions()
		transport, rival, copies := oss.Transport(), newBucket(t, oss, nil), 0
		b := newBucket(t, oss, overCopies(transport, func(r *http.Request) (*http.Response, error) {
			if copies++; copies > 1 {
				t.Error("another copy was sent")
			}
			deleteVersion(t, rival, newer)
			resp, err := transport.RoundTrip(r)
			if err != nil {
				return nil, err
			}
			resp.Body.Close()
			return lost(r)
		}))
		_, err := b.EditObjectMeta(t.Context(), "k", setUser("x", "1"), nil)
		var op *client.OpError
		if !errors.Is(err, client.EditUnclear) || !errors.As(err, &op) || !op.Unclear {
			t.Errorf("error %v", err)
		}
	})
}

// TestEditUnclearAtLast: the first copy is lost on its way there, and the second
// one is acknowledged; but the version that the first was made for is gone, so
// that nobody can say what it did. The error says so in both ways.
func TestEditUnclearAtLast(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		oss, _, newer := twoVersions()
		transport, rival, copies := oss.Transport(), newBucket(t, oss, nil), 0
		b := newBucket(t, oss, overCopies(transport, func(r *http.Request) (*http.Response, error) {
			if copies++; copies > 1 {
				return transport.RoundTrip(r)
			}
			put(t, rival, "k", "a rival's", headers.Metadata{})
			deleteVersion(t, rival, newer)
			return lost(r)
		}))
		_, err := b.EditObjectMeta(t.Context(), "k", setUser("x", "1"), nil)
		var op *client.OpError
		if errors.As(err, &op) && errors.Is(err, client.EditUnclear) != op.Unclear {
			t.Errorf("Unclear %t, error %v", op.Unclear, err)
		}
		if copies != 2 {
			t.Errorf("%d copies, error %v", copies, err)
		}
	})
}

// TestEditACLOfVersion: when an edit reads the ACL, another version is current
// for a moment. That one's ACL must not be given to the one that is edited.
func TestEditACLOfVersion(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		oss, older, newer := twoVersions()
		transport, rival := oss.Transport(), newBucket(t, oss, nil)
		if _, err := rival.DeleteObject(t.Context(), "k", &client.DeleteObjectOptions{VersionID: newer}); err != nil {
			t.Fatal(err)
		}
		asked := false
		b := newBucket(t, oss, over(func(r *http.Request) (*http.Response, error) {
			if asked || r.Method != "GET" {
				return transport.RoundTrip(r)
			}
			asked = true
			oss.PutObject(bucketName, "k", osstest.Object{ACL: "public-read"})
			resp, err := transport.RoundTrip(r)
			passing := oss.Versions(bucketName, "k")[0].VersionID
			deleteVersion(t, rival, passing)
			return resp, err
		}))
		result, err := b.EditObjectMeta(t.Context(), "k", setUser("x", "1"), nil)
		if err != nil || result.Attempts != 2 {
			t.Fatalf("result %+v, %v", result, err)
		}
		versions := oss.Versions(bucketName, "k")
		if len(versions) != 2 || versions[1].VersionID != older || versions[0].ACL != "private" || versions[0].Header.Get("X-Oss-Meta-X") != "1" {
			t.Errorf("stored %+v", versions)
		}
	})
}

// TestEditVersioningChanged edits what was current when the bucket's versioning
// was enabled or suspended. If the answer gets lost, the edit is clear only
// where what was read is still there to be found.
func TestEditVersioningChanged(t *testing.T) {
	for _, tt := range []struct {
		name, before, after string
		stores              bool
		lost                error // of the edit whose answer got lost
	}{
		{"a version, suspended", "Enabled", "Suspended", true, nil},
		{"the null version, enabled", "", "Enabled", true, nil},
		{"the null version, suspended", "Suspended", "Suspended", false, client.EditUnclear},
	} {
		for name, fault := range map[string]osstest.Fault{"": {}, ", the answer lost": {Operation: "CopyObject", Times: 1, TakesEffect: true, Reset: true}} {
			t.Run(tt.name+name, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					oss := osstest.New(osstest.Options{Buckets: []osstest.Bucket{{Name: bucketName, Versioning: tt.before}}})
					oss.PutObject(bucketName, "k", osstest.Object{ACL: "private"})
					c := newClient(t, oss, nil)
					if _, err := c.Do(t.Context(), client.Operation{Method: http.MethodPut, Bucket: bucketName, Query: map[string][]string{"versioning": {""}},
						Body: strings.NewReader("<VersioningConfiguration><Status>" + tt.after + "</Status></VersioningConfiguration>")}); err != nil {
						t.Fatal(err)
					}
					want := error(nil)
					if fault.Reset {
						oss.Inject(fault)
						want = tt.lost
					}
					result, err := c.Bucket(bucketName).EditObjectMeta(t.Context(), "k", setUser("x", "1"), &client.EditOptions{AllowNullVersion: true})
					versions := oss.Versions(bucketName, "k")
					if !errors.Is(err, want) || tt.stores != (len(versions) == 2) || versions[0].Header.Get("X-Oss-Meta-X") != "1" {
						t.Errorf("error %v, stored %+v", err, versions)
					}
					if err == nil && (result.StoresVersion != tt.stores || result.VersionID != versions[0].VersionID) {
						t.Errorf("result %+v", result)
					}
				})
			})
		}
	}
}

// TestEditUnclearTwice: of two copies that were lost on their way the version
// that the first was made for is still there, and that of the second is not.
func TestEditUnclearTwice(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		oss, _, _ := twoVersions()
		transport, rival, copies := oss.Transport(), newBucket(t, oss, nil), 0
		b := newBucket(t, oss, overCopies(transport, func(r *http.Request) (*http.Response, error) {
			current := oss.Versions(bucketName, "k")[0].VersionID
			switch copies++; copies {
			case 1:
				put(t, rival, "k", "a rival's", headers.Metadata{})
			case 2:
				put(t, rival, "k", "another's", headers.Metadata{})
				deleteVersion(t, rival, current)
			default:
				return transport.RoundTrip(r)
			}
			return lost(r)
		}))
		if _, err := b.EditObjectMeta(t.Context(), "k", setUser("x", "1"), nil); !errors.Is(err, client.EditUnclear) || copies != 3 {
			t.Errorf("%d copies, error %v", copies, err)
		}
	})
}

// TestEditUnclearConflict: after a copy that got lost another version is
// copied than was read. That this one is known does not make the first known.
func TestEditUnclearConflict(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		oss, _, newer := twoVersions()
		transport, rival, copies := oss.Transport(), newBucket(t, oss, nil), 0
		b := newBucket(t, oss, overCopies(transport, func(r *http.Request) (*http.Response, error) {
			if copies++; copies == 1 {
				return lost(r)
			}
			deleteVersion(t, rival, newer)
			return transport.RoundTrip(r)
		}))
		_, err := b.EditObjectMeta(t.Context(), "k", setUser("x", "1"), nil)
		var op *client.OpError
		if !errors.Is(err, client.EditUnclear) || !errors.Is(err, client.EditVersionConflict) || !errors.As(err, &op) || !op.Unclear {
			t.Errorf("error %v", err)
		}
	})
}
