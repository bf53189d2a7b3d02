package peers

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"example.com/ossmeta/signer"
)

// A generator makes random jobs. Most are requests that a client could send,
// with keys, queries and headers as nasty as these get; every fourth has a
// twist or two that no client should send, of those that signers fall over.
type generator struct{ *rand.Rand }

func (g *generator) job(version signer.Version, inURL bool) *job {
	j := &job{version: version, at: time.Now().Truncate(time.Second), method: pick(g, "GET", "HEAD", "PUT", "POST", "DELETE", "OPTIONS"),
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
		g.addHeader(j)
	}
	g.choose(j)
	if g.IntN(4) == 0 {
		for range 1 + g.IntN(2) {
			pick(g, twists...)(g, j)
		}
	}
	if g.IntN(40) == 0 {
		j.rawQuery = g.spelling(j.query)
	}
	return j
}

// choose picks what is signed beyond what always is.
func (g *generator) choose(j *job) {
	if j.version == signer.V1 {
		for _, name := range slices.Sorted(maps.Keys(j.query)) { // in order: a seed gives one job
			if g.IntN(4) == 0 {
				j.subResources = append(j.subResources, name)
			}
		}
		return
	}
	for _, name := range slices.Sorted(maps.Keys(j.header)) {
		if g.IntN(3) == 0 && !strings.Contains(name, "_") {
			j.additional = append(j.additional, pick(g, name, strings.ToLower(name), strings.ToUpper(name)))
		}
	}
	if g.IntN(4) == 0 {
		j.additional = append(j.additional, "if-none-match") // no request has it
	}
	slices.Sort(j.additional)
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

// headerName returns the name of a header field of j, if need be of a new one.
func (g *generator) headerName(j *job) string {
	for _, name := range slices.Sorted(maps.Keys(j.header)) {
		if len(j.header[name]) > 0 {
			return name
		}
	}
	j.header.Set("x-oss-meta-twist", "v")
	return "X-Oss-Meta-Twist"
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

// Header fields and query parameters that belong to a signature.
var (
	rareHeaders = []string{"x-oss-date", "x-oss-content-sha256", "x-oss-security-token", "Date", "Authorization"}
	rareQueries = []string{"x-oss-signature", "Signature", "x-oss-credential", "x-oss-signature-version", "OSSAccessKeyId",
		"Expires", "security-token", "x-oss-date", "x-oss-expires", "x-oss-additional-headers", "x-oss-security-token", "x-oss-content-sha256"}
)

// twists are what only the careless send, and attackers.
var twists = []func(*generator, *job){
	func(g *generator, j *job) { // another spelling of a name, in place of it or beside it
		name := g.headerName(j)
		values := j.header[name]
		if g.IntN(2) == 0 {
			delete(j.header, name)
		}
		j.header[pick(g, strings.ToLower(name), strings.ToUpper(name))] = values
	},
	func(g *generator, j *job) {
		name := g.headerName(j)
		j.header[name] = pick(g, []string{}, []string{"a", "b"}, []string{"a", "a"}, []string{""}, []string{" "})
	},
	func(g *generator, j *job) {
		name := g.headerName(j)
		j.header[name] = []string{pick(g, "\r\n", "\n", "\x00", "", "\u00a0") + j.header[name][0] + pick(g, "\u3000", "\v", "\x0b", "\u0085", "\n x-oss-meta-b:1")}
	},
	func(g *generator, j *job) {
		j.header.Set(pick(g, "Content-Type", "Content-MD5"), pick(g, " text/plain", "text/plain\t", "text/plain\u00a0"))
	},
	func(g *generator, j *job) { j.header[g.text("x-osmeta é:(", 1, 8)] = []string{"v"} },
	func(g *generator, j *job) { j.method = pick(g, "", "GET ", "G\nET", "get", "Ä") },
	func(g *generator, j *job) {
		j.header.Set(pick(g, rareHeaders...), pick(g, "", "v", j.date(), "UNSIGNED-PAYLOAD", j.credentials.SecurityToken, strings.Repeat("0", 64)))
	},
	func(g *generator, j *job) {
		j.query.Set(pick(g, rareQueries...), pick(g, "", "v", j.date(), "OSS4-HMAC-SHA256", j.credentials.SecurityToken,
			j.credentials.AccessKeyID, "UNSIGNED-PAYLOAD", fmt.Sprint(int(j.life.Seconds()))))
	},
	func(g *generator, j *job) { // a parameter that is a header, too
		name := g.headerName(j)
		j.query.Set(strings.ToLower(name), pick(g, "w", strings.Join(j.header[name], ",")))
	},
	func(g *generator, j *job) {
		j.query.Add(pick(g, "", "prefix", "tagging"), "a")
		j.query.Add(pick(g, "", "prefix", "tagging"), pick(g, "a", "b", ""))
	},
	func(g *generator, j *job) { j.query.Set(pick(g, ourSubResources...), pick(g, "", "v")) },
	func(g *generator, j *job) { j.key += g.text("\x00\n\x7f\xff\xc3", 1, 2) },
	func(g *generator, j *job) { j.bucket = pick(g, "", "a/b", "a%2Fb", "a b") },
	func(g *generator, j *job) {
		if j.life != 0 {
			j.life = pick(g, -time.Hour, 8*24*time.Hour, 7*24*time.Hour+time.Second)
		}
	},
	func(g *generator, j *job) { j.region = "" },
	func(g *generator, j *job) {
		if j.version == signer.V4 {
			name := g.headerName(j)
			j.additional = append(j.additional, pick(g, "host", "Host", "date", "Date", "authorization", "x_y", "range ", name, strings.ToLower(name)))
		}
	},
	func(g *generator, j *job) {
		if j.version == signer.V4 {
			j.header.Set("Cache-Control", pick(g, "", " ", "v"))
			j.additional = append(j.additional, pick(g, "cache-control", "Cache-Control"), pick(g, "cache-control", "range", "host"))
		}
	},
}

// spelling writes a query as its standard allows, but as net/url does not.
func (g *generator) spelling(query url.Values) string {
	text := query.Encode()
	for range 3 {
		to := pick(g, "/", ":", "@", "!", ";", ",", "$", "'", "(", "*")
		text = strings.ReplaceAll(text, url.QueryEscape(to), pick(g, to, strings.ToLower(url.QueryEscape(to))))
	}
	return text
}
