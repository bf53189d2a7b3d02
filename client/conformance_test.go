package client_test

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"example.com/ossmeta/client"
	"example.com/ossmeta/client/osstest"
	"example.com/ossmeta/headers"
)

// A conformanceRow is one thing that OSS does not document, or that its pages
// differ about. The embedded server does what want says, or with the option
// what other says. On a real bucket nobody knows: a row that fails there tells
// how to set the option, or what is to be changed in osstest.
type conformanceRow struct {
	name    string
	observe func(*place) string // what a server does, in words that can be compared; keys are k and k2
	want    string
	option  osstest.Options // the zero value if there is none
	other   string
}

// TestConformance runs the table on the embedded server, and on the bucket
// that OSS_LIVE_BUCKET and its kin name, if they do (see live):
//
//	OSS_LIVE_BUCKET=… OSS_LIVE_REGION=cn-hangzhou OSS_LIVE_ACCESS_KEY_ID=… OSS_LIVE_ACCESS_KEY_SECRET=… \
//	go test ./client -run TestConformance -v
func TestConformance(t *testing.T) {
	real, err := live(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range conformanceRows {
		t.Run(row.name, func(t *testing.T) {
			observeEmbedded(t, row, osstest.Options{}, row.want)
			if row.other != "" {
				observeEmbedded(t, row, row.option, row.other)
			}
			if real == nil {
				return
			}
			got := row.observe(real)
			real.delete("k", "k2")
			if t.Logf("OSS: %s", got); got != row.want {
				t.Errorf("osstest differs from OSS: it does %q; the option for %q is %+v", row.want, row.other, row.option)
			}
		})
	}
}

func observeEmbedded(t *testing.T, row conformanceRow, opt osstest.Options, want string) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		p, err := embedded(t.Context(), opt)
		if err != nil {
			t.Fatal(err)
		}
		if got := row.observe(p); got != want {
			t.Errorf("osstest: %q, want %q", got, want)
		}
	})
}

var conformanceRows = []conformanceRow{
	// What osstest has an option for.
	{"if-match holds, if-unmodified-since does not", func(p *place) string {
		etag := p.put("k").header.Get("ETag")
		return p.head("k", "If-Match", etag, "If-Unmodified-Since", longAgo).outcome()
	}, "412 PreconditionFailed", osstest.Options{Precedence: osstest.RFC}, "200"},
	{"if-none-match holds, if-modified-since does not", func(p *place) string {
		p.put("k")
		return p.head("k", "If-None-Match", `"0"`, "If-Modified-Since", farAhead).outcome()
	}, "304 NotModified", osstest.Options{Precedence: osstest.RFC}, "200"},
	{"the same two of a copy's source", func(p *place) string {
		etag := p.put("k").header.Get("ETag")
		return p.copy("k", "k2", "x-oss-copy-source-if-match", etag, "x-oss-copy-source-if-unmodified-since", longAgo).outcome()
	}, "412 PreconditionFailed", osstest.Options{Precedence: osstest.RFC}, "200"},
	{"PutObjectACL moves Last-Modified", func(p *place) string {
		p.put("k")
		return p.moved("k", func() { p.send("PUT", "k", "acl", "", "x-oss-object-acl", "private") })
	}, "false", osstest.Options{ACLMovesLastModified: true}, "true"},
	{"the class of a copy that names none", func(p *place) string {
		p.put("k", "x-oss-storage-class", "IA")
		p.copy("k", "k2")
		return p.head("k2").header.Get("x-oss-storage-class")
	}, "Standard", osstest.Options{CopyStorageClass: osstest.CopyKeepsClass}, "IA"},
	{"the class of a copy onto itself that names none", func(p *place) string {
		p.put("k", "x-oss-storage-class", "IA")
		p.copy("k", "k", "x-oss-metadata-directive", "REPLACE")
		return p.head("k").header.Get("x-oss-storage-class")
	}, "Standard", osstest.Options{CopyStorageClass: osstest.CopyKeepsClass}, "IA"},
	{"an archived object after RestoreObject", func(p *place) string {
		p.put("k", "x-oss-storage-class", "Archive")
		before := p.send("GET", "k", "", "").outcome()
		restored := p.send("POST", "k", "restore", "").outcome()
		state, _ := headers.ParseRestore(p.head("k").header.Get("x-oss-restore"))
		return fmt.Sprintf("%s, %s, ongoing %t, %s", before, restored, state.Ongoing, p.send("POST", "k", "restore", "").outcome())
	}, "403 InvalidObjectState, 202, ongoing false, 200", osstest.Options{RestoreTakes: time.Minute},
		"403 InvalidObjectState, 202, ongoing true, 409 RestoreAlreadyInProgress"},
	{"who may not read the ACL may edit the metadata all the same", func(p *place) string {
		p.put("k", "x-oss-meta-a", "1")
		return p.send("GET", "k", "acl", "").outcome() + ", " + p.copy("k", "k", "x-oss-metadata-directive", "REPLACE").outcome()
	}, "200, 200", osstest.Options{Denied: map[string][]string{"": {"oss:GetObjectAcl"}}}, "403 AccessDenied, 200"},
	{"of eight puts that forbid overwriting, so many succeed", func(p *place) string {
		var succeeded sync.Map
		var wg sync.WaitGroup
		for i := range 8 {
			wg.Go(func() {
				if p.put("k", "x-oss-forbid-overwrite", "true").status == 200 {
					succeeded.Store(i, true)
				}
			})
		}
		wg.Wait()
		n := 0
		succeeded.Range(func(any, any) bool { n++; return true })
		return fmt.Sprint(n)
	}, "1", osstest.Options{SplitConditions: time.Second}, "8"},

	// What EditObjectMeta relies on.
	{"Last-Modified counts whole seconds, and Date is not before it", func(p *place) string {
		p.put("k")
		got := p.head("k").header
		date, ok1 := headers.ParseTime(got.Get("Date"))
		modified, ok2 := headers.ParseTime(got.Get("Last-Modified"))
		return fmt.Sprint(ok1 && ok2 && !date.Before(modified) && date.Sub(modified) < 10*time.Second)
	}, "true", osstest.Options{}, ""},
	{"a copy onto itself with COPY wipes the metadata", func(p *place) string {
		p.put("k", "x-oss-meta-a", "1", "Cache-Control", "no-cache")
		p.copy("k", "k", "x-oss-metadata-directive", "COPY")
		got := p.head("k").header
		return fmt.Sprintf("%q %q", got.Get("x-oss-meta-a"), got.Get("Cache-Control"))
	}, `"" ""`, osstest.Options{}, ""},
	{"after REPLACE: Content-Type, ACL, tags, ETag, CRC-64", func(p *place) string {
		was := p.put("k", "Content-Type", "text/odd", "x-oss-object-acl", "private", "x-oss-tagging", "a=1")
		p.copy("k", "k", "x-oss-metadata-directive", "REPLACE")
		got := p.head("k").header
		return fmt.Sprintf("%s, ACL default %t, %s tag, ETag kept %t, CRC-64 kept %t", got.Get("Content-Type"),
			strings.Contains(p.send("GET", "k", "acl", "").body, "<Grant>default</Grant>"), got.Get("x-oss-tagging-count"),
			got.Get("ETag") == was.header.Get("ETag"), got.Get("x-oss-hash-crc64ecma") == was.header.Get("x-oss-hash-crc64ecma"))
	}, "application/octet-stream, ACL default true, 1 tag, ETag kept true, CRC-64 kept true", osstest.Options{}, ""},
	{"tags leave Last-Modified", func(p *place) string {
		p.put("k")
		const document = "<Tagging><TagSet><Tag><Key>a</Key><Value>1</Value></Tag></TagSet></Tagging>"
		return p.moved("k", func() { p.send("PUT", "k", "tagging", document) })
	}, "false", osstest.Options{}, ""},
	{"an edit keeps everything else", func(p *place) string {
		p.put("k", "Content-Type", "text/odd", "Cache-Control", "no-cache", "Content-Disposition", "inline", "Content-Language", "en",
			"Content-Encoding", "x-none", "Expires", "2022-10-12T00:00:00.000Z", "x-oss-meta-a", "1", "x-oss-tagging", "a=1")
		was := p.head("k").header
		_, err := p.bucket.EditObjectMeta(p.ctx, p.prefix+"k", setUser("b", "2"), nil)
		if err != nil {
			return err.Error()
		}
		return fmt.Sprint(differing(was, p.head("k").header))
	}, "[Date Last-Modified X-Oss-Meta-B X-Oss-Request-Id]", osstest.Options{}, ""},
	{"eight editors at once, each with a name of its own", func(p *place) string {
		p.put("k")
		var wg sync.WaitGroup
		for i := range 8 {
			wg.Go(func() {
				p.bucket.EditObjectMeta(p.ctx, p.prefix+"k", setUser(fmt.Sprintf("n%d", i), "1"), &client.EditOptions{MaxAttempts: 64})
			})
		}
		wg.Wait()
		n := 0
		for name := range p.head("k").header {
			if strings.HasPrefix(name, "X-Oss-Meta-N") {
				n++
			}
		}
		return fmt.Sprint(n, " names")
	}, "8 names", osstest.Options{}, ""},

	// What is stored, and what is refused.
	{"user metadata of 8192 bytes", func(p *place) string { return p.put("k", "x-oss-meta-a", strings.Repeat("v", 8191)).outcome() },
		"200", osstest.Options{}, ""},
	{"user metadata of 8193 bytes", func(p *place) string { return p.put("k", "x-oss-meta-a", strings.Repeat("v", 8192)).outcome() },
		"400 InvalidArgument", osstest.Options{}, ""},
	{"an underscore in a name", func(p *place) string { return p.put("k", "x-oss-meta-a_b", "1").outcome() },
		"400 InvalidArgument", osstest.Options{}, ""},
	{"an empty value", func(p *place) string {
		p.put("k", "x-oss-meta-a", "")
		return fmt.Sprintf("%q", p.head("k").header["X-Oss-Meta-A"])
	}, `[""]`, osstest.Options{}, ""},
	{"bytes beyond ASCII", func(p *place) string {
		p.put("k", "x-oss-meta-a", "中文\xff")
		return fmt.Sprintf("%q", p.head("k").header.Get("x-oss-meta-a"))
	}, `"中文\xff"`, osstest.Options{}, ""},
	{"Expires and Content-Language as they were sent", func(p *place) string {
		p.put("k", "Expires", "2022-10-12T00:00:00.000Z", "Content-Language", "zh-CN")
		got := p.head("k").header
		return got.Get("Expires") + " " + got.Get("Content-Language")
	}, "2022-10-12T00:00:00.000Z zh-CN", osstest.Options{}, ""},
	{"one metadata header twice", func(p *place) string { return p.put("k", "Cache-Control", "a", "Cache-Control", "b").outcome() },
		"400 InvalidArgument", osstest.Options{}, ""},
	{"a header that OSS does not know", func(p *place) string { return p.put("k", "x-oss-no-such-header", "1").outcome() },
		"400 NotImplemented", osstest.Options{}, ""},
	{"a date in ISO 8601 as a copy's condition", func(p *place) string {
		p.put("k")
		return p.copy("k", "k2", "x-oss-copy-source-if-unmodified-since", "2099-01-01T00:00:00.000Z").outcome()
	}, "200", osstest.Options{}, ""},
	{"a directive in lower case", func(p *place) string {
		p.put("k")
		return p.copy("k", "k2", "x-oss-metadata-directive", "replace").outcome()
	}, "200", osstest.Options{}, ""},
	{"persistent headers come back, and a copy drops them", func(p *place) string {
		p.put("k", "x-oss-persistent-headers", "X-Team:Ymx1ZQ==")
		p.copy("k", "k2")
		return fmt.Sprintf("%q %q", p.head("k").header.Get("X-Team"), p.head("k2").header.Get("X-Team"))
	}, `"blue" ""`, osstest.Options{}, ""},
	{"a persistent header that OSS sets itself", func(p *place) string {
		return p.put("k", "x-oss-persistent-headers", "ETag:Ymx1ZQ==").outcome()
	}, "400 InvalidArgument", osstest.Options{}, ""},
	{"a tag with two equals signs", func(p *place) string { return p.put("k", "x-oss-tagging", "a=b=c").outcome() },
		"400 InvalidArgument", osstest.Options{}, ""},
	{"a traffic limit that is too small", func(p *place) string { return p.put("k", "x-oss-traffic-limit", "1").outcome() },
		"400 InvalidArgument", osstest.Options{}, ""},
	{"an override of a part, and an empty one", func(p *place) string {
		p.put("k", "Cache-Control", "no-cache")
		part := p.send("GET", "k", "response-cache-control=no-store", "", "Range", "bytes=0-0")
		empty := p.send("GET", "k", "response-cache-control=", "")
		return fmt.Sprintf("%d %s, %s", part.status, part.header.Get("Cache-Control"), empty.header.Get("Cache-Control"))
	}, "206 no-store, no-cache", osstest.Options{}, ""},
	{"HEAD of a missing object tells its code", func(p *place) string {
		got := p.head("k")
		return fmt.Sprint(got.outcome(), " ", got.header.Get("x-oss-ec"), " ", got.header.Get("x-oss-err") != "")
	}, "404 NoSuchKey 0026-00000001 true", osstest.Options{}, ""},
}

const (
	longAgo  = "Thu, 01 Jan 1998 00:00:00 GMT"
	farAhead = "Fri, 01 Jan 2100 00:00:00 GMT"
)

// moved reports whether change moves the Last-Modified of an object.
func (p *place) moved(key string, change func()) string {
	before := p.head(key).header.Get("Last-Modified")
	time.Sleep(2 * time.Second) // fake, but on a real bucket
	change()
	return fmt.Sprint(p.head(key).header.Get("Last-Modified") != before)
}

// TestConformanceTamper: the requests of the table are judged by their
// signatures; a wrong secret is refused.
func TestConformanceTamper(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, err := embedded(t.Context(), osstest.Options{})
		if err != nil {
			t.Fatal(err)
		}
		p.key.AccessKeySecret += "x"
		if got := p.put("k"); got.status != http.StatusForbidden || got.code != "SignatureDoesNotMatch" {
			t.Error(got.outcome())
		}
	})
}
