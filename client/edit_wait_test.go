package client_test

import (
	"errors"
	"fmt"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"example.com/ossmeta/client"
	"example.com/ossmeta/client/osstest"
	"example.com/ossmeta/headers"
)

// An editWait is an edit that starts 300 ms after a full second, and the
// moments at which its requests are sent.
type editWait struct {
	name   string
	age    time.Duration // of the object, at that full second
	margin time.Duration
	random bool // the random part of a wait is all that it can be, not nothing
	fault  osstest.Fault
	rival  int // replaces the object right before the request of this number; 0 = never
	want   []string
}

var editWaits = []editWait{
	{name: "modified long ago", age: time.Hour, want: []string{"HEAD 0s", "GET 0s", "PUT 0s"}},
	{name: "modified two seconds ago", age: 2 * time.Second, want: []string{"HEAD 0s", "GET 0s", "PUT 0s"}},
	{name: "modified a second ago", age: time.Second, want: []string{"HEAD 0s", "HEAD 1.125s", "GET 1.125s", "PUT 1.125s"}},
	{name: "modified just now", want: []string{"HEAD 0s", "HEAD 2.125s", "GET 2.125s", "PUT 2.125s"}},
	{name: "modified just now, at most", random: true, want: []string{"HEAD 0s", "HEAD 2.25s", "GET 2.25s", "PUT 2.25s"}},
	{name: "the widest margin", age: 2 * time.Hour, margin: time.Hour, want: []string{"HEAD 0s", "GET 0s", "PUT 0s"}},
	{name: "the narrowest margin", age: time.Second, margin: 1, want: []string{"HEAD 0s", "GET 0s", "PUT 0s"}},
	{name: "a wider margin", margin: 3 * time.Second, want: []string{"HEAD 0s", "HEAD 4.125s", "GET 4.125s", "PUT 4.125s"}},

	// The Date of the first answer leaves a second in which the server's clock
	// may be. The next one is asked for when that is in the middle of it.
	{name: "another writer was faster", age: time.Hour, rival: 3, want: []string{"HEAD 0s", "GET 0s", "PUT 0s",
		"HEAD 500ms", "HEAD 2.0625s", "GET 2.0625s", "PUT 2.0625s"}},
	{name: "another writer was faster, at most", age: time.Hour, rival: 3, random: true, want: []string{"HEAD 0s", "GET 0s", "PUT 0s",
		"HEAD 500ms", "HEAD 2.125s", "GET 2.125s", "PUT 2.125s"}},
	{name: "modified while it is waited for", rival: 2, want: []string{"HEAD 0s", "HEAD 2.125s",
		"HEAD 2.5625s", "HEAD 4.0625s", "GET 4.0625s", "PUT 4.0625s"}},

	{name: "unclear twice", age: time.Hour, random: true, fault: osstest.Fault{Operation: "CopyObject", Times: 2, Status: 503, Code: "SlowDown"},
		want: []string{"HEAD 0s", "GET 0s", "PUT 0s", "HEAD 400ms", "GET 400ms", "PUT 400ms", "HEAD 1.2s", "GET 1.2s", "PUT 1.2s"}},
}

// TestEditWaits: an edit waits no longer than it takes, and several editors of
// one object do not all come at once.
func TestEditWaits(t *testing.T) {
	for _, tt := range editWaits {
		t.Run(tt.name, func(t *testing.T) { synctest.Test(t, tt.run) })
	}
}

func (tt editWait) run(t *testing.T) {
	oss := osstest.New(osstest.Options{})
	oss.PutObject(bucketName, "k", osstest.Object{LastModified: time.Now().Add(-tt.age)})
	if tt.fault.Operation != "" {
		oss.Inject(tt.fault)
	}
	time.Sleep(300 * time.Millisecond)
	start, transport := time.Now(), oss.Transport()
	var sent []string
	c := newClient(t, oss, over(func(r *http.Request) (*http.Response, error) {
		sent = append(sent, fmt.Sprint(r.Method, " ", time.Since(start)))
		if len(sent) == tt.rival {
			oss.PutObject(bucketName, "k", osstest.Object{})
		}
		return transport.RoundTrip(r)
	}))
	client.SetRandom(c, func(most time.Duration) time.Duration {
		if tt.random {
			return most
		}
		return 0
	})
	_, err := c.Bucket(bucketName).EditObjectMeta(t.Context(), "k", setUser("x", "1"), &client.EditOptions{Margin: tt.margin})
	if diff := cmp.Diff(tt.want, sent); diff != "" || err != nil {
		t.Errorf("error %v; what was sent when (-want +got):\n%s", err, diff)
	}
}

// TestEditClockPatience: an edit waits for the server's clock for ten seconds
// more than its margin, and not once more if that would take longer.
func TestEditClockPatience(t *testing.T) {
	for margin, want := range map[time.Duration]time.Duration{
		1000 * time.Millisecond:    9 * 1125 * time.Millisecond,
		4812500 * time.Microsecond: 4812500*time.Microsecond + 10*time.Second, // three waits fill it
	} {
		synctest.Test(t, func(t *testing.T) {
			oss, start := osstest.New(osstest.Options{}), time.Now()
			oss.PutObject(bucketName, "k", osstest.Object{LastModified: start})
			oss.Inject(osstest.Fault{Operation: "HeadObject", Header: http.Header{"Date": {headers.FormatTime(start.Add(time.Second))}}})
			c := newClient(t, oss, nil)
			client.SetRandom(c, func(time.Duration) time.Duration { return 0 })
			_, err := c.Bucket(bucketName).EditObjectMeta(t.Context(), "k", setUser("x", "1"), &client.EditOptions{Margin: margin})
			if waited := time.Since(start); !errors.Is(err, client.EditClock) || waited != want {
				t.Errorf("with a margin of %v, after %v instead of %v: %v", margin, waited, want, err)
			}
		})
	}
}
