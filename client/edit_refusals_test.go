package client_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"

	"example.com/ossmeta/client"
	"example.com/ossmeta/client/osstest"
)

// TestEditRefusals has one row for each object, or answer, that an edit cannot
// handle without loss. Nothing may be written.
func TestEditRefusals(t *testing.T) {
	usual := func() http.Header {
		return http.Header{"Date": {"Sat, 16 Dec 2023 16:21:57 GMT"}, "Last-Modified": {"Sat, 16 Dec 2023 16:20:57 GMT"},
			"Etag": {`"A"`}, "Content-Type": {"text/plain"}, "X-Oss-Object-Type": {"Normal"}, "X-Oss-Storage-Class": {"Standard"}}
	}
	for _, tt := range []struct {
		name   string
		header map[string][]string // laid over the usual one; nil value: removed
		acl    string
		reason client.EditReason
	}{
		{"no ETag", http.Header{"Etag": nil}, "default", client.EditIncomplete},
		{"no Last-Modified", http.Header{"Last-Modified": nil}, "default", client.EditIncomplete},
		{"unreadable Last-Modified", http.Header{"Last-Modified": {"yesterday"}}, "default", client.EditIncomplete},
		{"no Date", http.Header{"Date": nil}, "default", client.EditIncomplete},
		{"a cache", http.Header{"Age": {"3"}}, "default", client.EditCached},
		{"a symlink", http.Header{"X-Oss-Object-Type": {"Symlink"}}, "default", client.EditSymlink},
		{"an appendable object", http.Header{"X-Oss-Object-Type": {"Appendable"}}, "default", client.EditAppendable},
		{"the null version", http.Header{"X-Oss-Version-Id": {"null"}}, "default", client.EditNullVersion},
		{"a forced download", http.Header{"X-Oss-Force-Download": {"true"}, "Content-Disposition": {"attachment"}}, "default", client.EditForcedDownload},
		{"Pragma", http.Header{"Pragma": {"no-cache"}}, "default", client.EditUnreadable},
		{"a header of OSS that is not known", http.Header{"X-Oss-New-Property": {"1"}}, "default", client.EditForeignHeaders},
		{"a persistent header", http.Header{"X-Frame-Options": {"DENY"}}, "default", client.EditForeignHeaders},
		{"a value twice", http.Header{"X-Oss-Meta-A": {"1", "2"}}, "default", client.EditUnreadable},
		{"an empty Cache-Control", http.Header{"Cache-Control": {""}}, "default", client.EditUnreadable},
		{"two storage classes", http.Header{"X-Oss-Storage-Class": {"IA", "Standard"}}, "default", client.EditUnreadable},
		{"an unknown ACL", nil, "authenticated-read", client.EditUnreadable},
		{"no permission to read the ACL", nil, "", client.EditACLDenied},
		{"a clock that stands still", http.Header{"Date": {"Sat, 16 Dec 2023 16:20:58 GMT"}}, "default", client.EditClock},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				h := usual()
				for name, values := range tt.header {
					if h[name] = values; values == nil {
						delete(h, name)
					}
				}
				b := newBucket(t, osstest.New(osstest.Options{}), over(func(r *http.Request) (*http.Response, error) {
					switch {
					case r.Method == "PUT":
						t.Error("something was written")
						return answer(200, nil, "")(r)
					case r.Method == "HEAD":
						return answer(200, h, "")(r)
					case tt.acl == "":
						return answer(403, nil, "<Error><Code>AccessDenied</Code></Error>")(r)
					}
					return answer(200, nil, "<AccessControlPolicy><AccessControlList><Grant>"+tt.acl+"</Grant></AccessControlList></AccessControlPolicy>")(r)
				}))
				_, err := b.EditObjectMeta(t.Context(), "k", setUser("x", "1"), nil)
				var refused *client.EditError
				if !errors.As(err, &refused) || refused.Reason != tt.reason || !errors.Is(err, tt.reason) {
					t.Fatalf("error %v, want reason %q", err, tt.reason)
				}
				var op *client.OpError
				if !errors.As(err, &op) || op.Key != "k" || op.Op != "EditObjectMeta" || strings.Contains(err.Error(), "\n") {
					t.Errorf("error %q is no OpError on one line that names the key", err)
				}
			})
		})
	}
}
