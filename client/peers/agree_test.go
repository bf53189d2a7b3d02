package peers

import (
	"maps"
	"math/rand/v2"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"example.com/ossmeta/signer"
)

// TestSignaturesAgree signs seeded random requests with both signers, in each
// version and form, and has our Verifier accept what the SDK signed. What the
// requests leave out is in the table of doc.go. The clock is synctest's: the
// SDK reads it for signed URLs.
func TestSignaturesAgree(t *testing.T) {
	const requests = 4000
	synctest.Test(t, func(t *testing.T) {
		tally := map[string]int{}
		for seed := range uint64(requests) {
			g := &generator{rand.New(rand.NewPCG(seed, 0x6f73736d657461))}
			for _, version := range []signer.Version{signer.V4, signer.V1} {
				for _, url := range []bool{false, true} {
					// A century in all; synctest's clock ends with the year 2261.
					time.Sleep(time.Duration(g.Int64N(int64(5 * 24 * time.Hour))))
					j := g.job(version, url)
					j.compare(t, tally)
					if t.Failed() {
						t.Fatalf("seed %d, %v, in the URL: %t: %+v", seed, version, url, j)
					}
				}
			}
		}
		for what, least := range map[string]int{"compared": 4 * requests, "token": 2000, "query": 4000, "sub-resource": 1000,
			"additional": 1000, "trimmed": 1000, "beyond ASCII": 1000} {
			if tally[what] < least {
				t.Errorf("%d requests were of the kind %q, want %d at least", tally[what], what, least)
			}
		}
	})
}

func (j *job) compare(t *testing.T, tally map[string]int) {
	theirs := j.theirs(t)
	signature, err := j.ours()
	if err != nil {
		t.Errorf("ours: %v", err)
		return
	}
	header, query := j.header.Clone(), maps.Clone(j.query)
	for _, f := range signature.Fields {
		if j.life != 0 {
			query[f.Name] = []string{f.Value}
		} else {
			header.Set(f.Name, f.Value)
		}
	}
	if j.version == signer.V4 && j.life == 0 {
		header.Set("Date", theirs.header.Get("Date")) // set by the SDK, not signed
	}
	if !maps.EqualFunc(header, theirs.header, slices.Equal) {
		t.Errorf("header:\nours   %q\ntheirs %q", header, theirs.header)
	}
	if !maps.EqualFunc(query, theirs.query, slices.Equal) {
		t.Errorf("query:\nours   %q\ntheirs %q", query, theirs.query)
	}
	v := signer.Verifier{Region: j.region, Product: j.product, SubResources: j.subResources,
		Credentials: func(string) (signer.Credentials, bool) { return j.credentials, true }}
	received := &signer.Request{Method: j.method, Bucket: j.bucket, Key: j.key, Query: theirs.query, Header: theirs.header}
	if _, err := v.Verify(received, j.at); err != nil {
		t.Errorf("Verify: %v", err)
	}
	j.count(tally)
}

// count tells what kinds of requests were compared.
func (j *job) count(tally map[string]int) {
	tally["compared"]++
	for what, is := range map[string]bool{
		"token": j.credentials.SecurityToken != "", "query": len(j.query) > 0, "additional": len(j.additional) > 0,
		"sub-resource": j.version == signer.V1 && slices.ContainsFunc(slices.Collect(maps.Keys(j.query)), isTheirSubResource),
		"trimmed": slices.ContainsFunc(slices.Collect(maps.Values(j.header)), func(v []string) bool {
			return v[0] != strings.Trim(v[0], " \t")
		}),
		"beyond ASCII": strings.ContainsFunc(j.key, func(r rune) bool { return r > '~' }),
	} {
		if is {
			tally[what]++
		}
	}
}

func isTheirSubResource(name string) bool { return slices.Contains(theirSubResources, name) }

// theirSubResources are the query names that the SDK's V1 signer signs unasked.
var theirSubResources = []string{"acl", "append", "bucketInfo", "callback", "callback-var", "cloudboxes",
	"continuation-token", "delete", "location", "objectMeta", "partNumber", "position", "regionList",
	"response-cache-control", "response-content-disposition", "response-content-encoding", "response-content-language",
	"response-content-type", "response-expires", "restore", "sequential", "stat", "symlink", "tagging", "uploadId",
	"uploads", "versionId", "versioning", "versions"}

// A generator makes random jobs that avoid the table of doc.go.
type generator struct{ *rand.Rand }

func (g *generator) job(version signer.Version, inURL bool) job {
	j := job{version: version, at: time.Now().Truncate(time.Second), method: pick(g, "GET", "HEAD", "PUT", "POST", "DELETE", "OPTIONS"),
		credentials: pick(g, longTerm, temporary), region: pick(g, testRegion, "us-west-1", "ap-southeast-1", "cb-1234"),
		product: pick(g, "oss", "oss", "oss-cloudbox"), query: url.Values{}, header: http.Header{}}
	if inURL {
		j.life = time.Duration(1+g.IntN(7*24*3600)) * time.Second
	}
	if g.IntN(10) > 0 {
		j.bucket = g.text("abcdefghijklmnopqrstuvwxyz0123456789-", 3, 20)
		j.key = g.text(keyCharacters, 0, 24)
		if version == signer.V4 && g.IntN(8) == 0 {
			j.key += g.text("\x00\n\r\t\x7f", 1, 2)
		}
	}
	for range g.IntN(6) {
		j.query.Set(g.queryName(), g.text(keyCharacters+"\n\x00\xff", 0, 12))
	}
	for range g.IntN(9) {
		g.addHeader(&j)
	}
	if version == signer.V4 {
		for name := range j.header {
			if j.header.Get(name) != "" && !strings.Contains(name, "_") && g.IntN(3) == 0 {
				j.additional = append(j.additional, pick(g, name, strings.ToLower(name), strings.ToUpper(name)))
			}
		}
		if g.IntN(4) == 0 {
			j.additional = append(j.additional, "if-none-match") // no request has it
		}
		slices.Sort(j.additional)
		return j
	}
	for name := range j.query {
		if g.IntN(4) == 0 {
			j.subResources = append(j.subResources, name)
		}
	}
	return j
}

const keyCharacters = "abcXYZ019-._~/ +%&=?#;:,@!$'()*[]<>\"\\^`{|}éß中文😀"

func (g *generator) queryName() string {
	switch g.IntN(4) {
	case 0:
		return pick(g, theirSubResources...)
	case 1:
		return "x-oss-query-" + g.text("abcXYZ09-+ %/中", 1, 6)
	case 2:
		return pick(g, "prefix", "marker", "max-keys", "delimiter", "encoding-type", "list-type")
	}
	return "q" + g.text(keyCharacters, 1, 6)
}

func (g *generator) addHeader(j *job) {
	value := g.text("abcXYZ019 \t,;:=/+%\"é中\xff", 0, 16)
	switch g.IntN(4) {
	case 0:
		j.header.Set(pick(g, "Content-Type", "Content-MD5"), "v"+strings.Trim(value, " \t")) // without blanks at the ends
	case 1:
		j.header.Set(pick(g, "Range", "If-Match", "Cache-Control", "Expires", "User-Agent", "Content-Length", "X-Other"),
			"v"+value)
	default:
		j.header.Set(pick(g, "x-oss-meta-", "X-Oss-", "X-OSS-Meta-h", "x-oss-h-")+g.text("abcXYZ019-_!#$'", 1, 8), value)
	}
}

// text returns from least to most of the runes of set. A byte of it that is
// not UTF-8 stays the byte it is.
func (g *generator) text(set string, least, most int) string {
	var pieces []string
	for set != "" {
		n := 1
		for n < len(set) && set[n]&0xc0 == 0x80 {
			n++
		}
		pieces, set = append(pieces, set[:n]), set[n:]
	}
	var b strings.Builder
	for range least + g.IntN(most-least+1) {
		b.WriteString(pick(g, pieces...))
	}
	return b.String()
}

func pick[T any](g *generator, of ...T) T { return of[g.IntN(len(of))] }
