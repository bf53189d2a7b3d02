package main

import (
	"encoding/json"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"example.com/ossmeta/client/osstest"
	"example.com/ossmeta/headers"
)

// fullObject has all that an edit must keep.
var fullObject = osstest.Object{
	Body: []byte("a novel"), ACL: "public-read", StorageClass: "IA", ServerSideEncryption: "AES256",
	Tags: []headers.Tag{{Key: "shelf", Value: "fiction"}},
	Header: http.Header{"Content-Type": {"text/plain"}, "Cache-Control": {"no-cache"},
		"X-Oss-Meta-Author": {"O. Henry"}, "X-Oss-Meta-Odd": {"a\xc2\x9b31m"}},
}

// planArgs are the arguments of an edit that adds, changes and removes.
var planArgs = []string{"edit", "novel", "-meta", "price=100 dollar", "-H", "Content-Type: text/html", "-unset", "Cache-Control"}

func TestDryRun(t *testing.T) {
	f := newFixture(t, osstest.Options{})
	f.seed("novel", fullObject)
	var text strings.Builder
	f.show(t, &text, append(planArgs, "-dry-run")...)
	f.show(t, &text, append(planArgs, "-dry-run", "-json")...)
	f.show(t, &text, "edit", "novel", "-H", "Content-Type: text/plain", "-dry-run")
	checkGolden(t, "edit.txt", text.String())
	for _, r := range f.Requests() {
		if r.Method != http.MethodHead && r.Method != http.MethodGet {
			t.Errorf("a dry run sent %s", r.Operation)
		}
	}
}

// TestDryRunForetells compares the plan with what is sent then.
func TestDryRunForetells(t *testing.T) {
	f := newFixture(t, osstest.Options{})
	f.seed("novel", fullObject)
	var plan struct {
		Changed bool
		Request map[string][]string
	}
	if err := json.Unmarshal([]byte(f.ok(t, append(planArgs, "-dry-run", "-json")...)), &plan); err != nil || !plan.Changed {
		t.Fatalf("%+v, %v", plan, err)
	}
	f.ok(t, planArgs...)
	for _, r := range f.Requests() {
		if r.Method != http.MethodPut {
			continue
		}
		sent := lowerNames(r.Header)
		for _, name := range []string{"authorization", "x-oss-date", "x-oss-content-sha256", "user-agent", "accept-encoding", "content-length"} {
			delete(sent, name)
		}
		for name, values := range sent {
			if strings.Join(plan.Request[name], "\n") != strings.ToValidUTF8(strings.Join(values, "\n"), "\ufffd") {
				t.Errorf("%s was foretold as %q, and sent as %q", name, plan.Request[name], values)
			}
			delete(plan.Request, name)
		}
		for name := range plan.Request {
			t.Errorf("%s was foretold, but not sent", name)
		}
	}
	if got := f.header(t, "novel", "x-oss-meta-price"); got != "100 dollar" {
		t.Errorf("the price is %q", got)
	}
}

func TestEditAllow(t *testing.T) {
	for allow, obj := range map[string]osstest.Object{
		"appendable":       {ObjectType: "Appendable"},
		"carry-persistent": {PersistentHeaders: http.Header{"X-Own": {"1"}}},
		"drop-persistent":  {PersistentHeaders: http.Header{"X-Own": {"1"}}},
	} {
		f := newFixture(t, osstest.Options{})
		f.seed("k", obj)
		checkOneLine(t, f.run(t, "edit", "k", "-meta", "a=b"), exitFailed, "EditObjectMeta")
		f.ok(t, "edit", "k", "-meta", "a=b", "-allow", allow)
		got, _ := f.Object("examplebucket", "k")
		if got.Header.Get("X-Oss-Meta-A") != "b" || (got.PersistentHeaders.Get("X-Own") == "1") != (allow == "carry-persistent") {
			t.Errorf("-allow %s leaves %v, persistent %v", allow, got.Header, got.PersistentHeaders)
		}
	}
	f := newFixture(t, osstest.Options{Buckets: []osstest.Bucket{{Name: "examplebucket", Versioning: "Suspended"}}})
	f.seed("k", osstest.Object{})
	checkOneLine(t, f.run(t, "edit", "k", "-meta", "a=b"), exitFailed, "null version")
	f.ok(t, "edit", "k", "-meta", "a=b", "-allow", "null-version")
}

func TestEditCosts(t *testing.T) {
	f := newFixture(t, osstest.Options{Buckets: []osstest.Bucket{{Name: "examplebucket", Versioning: "Enabled"}}})
	f.seed("novel", osstest.Object{})
	out := f.ok(t, "edit", "novel", "-meta", "a=b", "-dry-run")
	if !strings.Contains(out, "\ncosts the storage of one more version") || strings.Contains(out, "retrieval") {
		t.Errorf("stdout %s", out)
	}
	shape := `^\{"bucket":"examplebucket","key":"novel","dry_run":false,"changed":true,"changes":\[\{"name":"x-oss-meta-a","before":null,"after":"b"\}\],` +
		`"stores_version":true,"retrieves":false,"etag":"\w+","last_modified":"[0-9TZ:-]+","version_id":"\w+","request_id":"\w+"\}\n$`
	if out := f.ok(t, "edit", "novel", "-meta", "a=b", "-json"); !regexp.MustCompile(shape).MatchString(out) {
		t.Errorf("stdout %s", out)
	}
}
