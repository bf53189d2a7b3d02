package peers

import (
	"encoding/xml"
	"net/http"
	"strings"
	"testing"
	"time"
)

// unsigned is u without its query, which has the signature.
func (u presigned) unsigned() presigned {
	u.URL, _, _ = strings.Cut(u.URL, "?")
	return u
}

// refusalOf reads an error document; there is none in a success.
func refusalOf(status int, body string) refusal {
	var document struct{ Code, EC string }
	if status/100 != 2 && xml.Unmarshal([]byte(body), &document) != nil {
		document.Code = body
	}
	return refusal{status, document.Code, document.EC}
}

func presignGet(t *testing.T, d *drive) {
	for _, key := range d.nasty() {
		p := object("presigned/" + key)
		before := d.seed(t, p, "content", full())
		u, err := d.presign("GET", p, time.Minute, properties{}, reading{})
		ok(t, err)
		status, header, body := d.send(t, "GET", u, "")
		if status != http.StatusOK || body != "content" {
			t.Fatalf("GET of %s answered %d: %s", u.URL, status, body)
		}
		same(t, "headers", statOf(header), before)
	}

	p := object("presigned/overridden")
	d.seed(t, p, "content", full())
	r, want := replies()
	u, err := d.presign("GET", p, time.Minute, properties{}, r)
	ok(t, err)
	status, header, _ := d.send(t, "GET", u, "")
	want.Meta = full().Meta
	same(t, "status", status, http.StatusOK)
	same(t, "overridden headers", statOf(header).editable(), want)
}

func presignPut(t *testing.T, d *drive) {
	p := object("presigned/put a+b/中文.txt")
	o := properties{ContentType: "text/x-test", Meta: map[string]string{"author": "Li Lei"}}
	u, err := d.presign("PUT", p, time.Minute, o, reading{})
	ok(t, err)
	same(t, "number of headers to send", len(u.Header), 2)
	status, header, body := d.send(t, "PUT", u, "content")
	if status != http.StatusOK || header.Get("ETag") != etagOf("content") {
		t.Fatalf("PUT to %s answered %d, ETag %s: %s", u.URL, status, header.Get("ETag"), body)
	}
	d.wantStored(t, p, "content", o)
	u.Header["Content-Type"] = "text/html"
	d.wantSent(t, "another Content-Type", "PUT", u, "other", d.mismatch())
	d.wantStored(t, p, "content", o)
}
