package client_test

import (
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"example.com/ossmeta/client"
	"example.com/ossmeta/client/osstest"
)

// TestEditResult: what an edit says of itself and of the object, in a bucket
// with and without versioning, is what there is to see of it.
func TestEditResult(t *testing.T) {
	lost := osstest.Fault{Operation: "CopyObject", Times: 1, Reset: true}
	done := osstest.Fault{Operation: "CopyObject", Times: 1, TakesEffect: true, Reset: true}
	for _, tt := range []struct {
		name     string
		value    string // that x-oss-meta-a gets, which is 1
		dry      bool
		fault    osstest.Fault
		attempts int
	}{
		{name: "nothing to do", value: "1", attempts: 1},
		{name: "written", value: "2", attempts: 1},
		{name: "a dry run", value: "2", dry: true, attempts: 1},
		{name: "written, and the answer lost", value: "2", fault: done, attempts: 2},
		{name: "lost before it was written", value: "2", fault: lost, attempts: 2},
	} {
		for _, versioning := range []string{"", "Enabled"} {
			t.Run(tt.name+" "+versioning, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					oss := osstest.New(osstest.Options{Buckets: []osstest.Bucket{{Name: bucketName, Versioning: versioning}}})
					oss.PutObject(bucketName, "k", osstest.Object{StorageClass: "IA", Header: http.Header{"X-Oss-Meta-A": {"1"}}, LastModified: time.Now().Add(-time.Hour)})
					b, changed := newBucket(t, oss, nil), tt.value != "1"
					before := head(t, b, "k").Metadata
					after := before.Clone()
					after.User["a"] = tt.value
					if tt.fault.Operation != "" {
						oss.Inject(tt.fault)
					}
					got, err := b.EditObjectMeta(t.Context(), "k", setUser("a", tt.value), &client.EditOptions{DryRun: tt.dry})
					if err != nil {
						t.Fatal(err)
					}
					now := head(t, b, "k")
					want := &client.EditResult{Changed: changed, Changes: before.Diff(after), Before: before, After: after, Attempts: tt.attempts,
						ETag: now.ETag, LastModified: now.LastModified, VersionID: now.VersionID, StoresVersion: changed && versioning != "", Retrieves: changed}
					if answered := changed && !tt.dry && !tt.fault.TakesEffect; answered != (got.RequestID != "") || tt.dry != (got.Request != nil) {
						t.Errorf("response %+v, request %v", got.Response, got.Request)
					}
					got.Response, got.Request = client.Response{}, nil
					if diff := cmp.Diff(want, got); diff != "" {
						t.Errorf("the result (-want +got):\n%s", diff)
					}
				})
			})
		}
	}
}
