package diagnose_test

import (
	"fmt"
	"math/rand/v2"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"example.com/ossmeta/signer"
	"example.com/ossmeta/signer/diagnose"
)

// A scene is one request that is signed and mangled.
type scene struct {
	rng     *rand.Rand
	setup   setup
	request *signer.Request
	wire    *wire
	now     time.Time
}

// An expectation is what a verdict on a mangling must say. The zero value
// means that the signature is still good.
type expectation struct {
	causes []diagnose.Cause
	name   string
}

func expect(name string, causes ...diagnose.Cause) expectation { return expectation{causes, name} }

// A mangling changes what is signed with (before) or the request on its way
// (after). One that cannot be done to the scene returns false.
type mangling struct {
	name   string
	before func(*scene) (expectation, bool)
	after  func(*scene) (expectation, bool)
}

var (
	keys = []string{"folder/a key.txt", "folder/a+b.pdf", "100%/x%20y", "plain.txt", "deep/er//file", "日本/ü.txt", "hash#tag?x", "a b+c%2Fd",
		"folder/report.csv"}
	contentTypes = []string{"text/plain", "application/json", "image/jpeg", "text/html; charset=utf-8"}
	metaValues   = []string{"O. Henry", "100 dollar", "a,b", "plain", "Café", "日本語", "two  blanks", "a+b c", "50%25"}
	queries      = [][2]string{{"versionId", "CAEQ/x+y=="}, {"x-oss-process", "image/resize,w_100/format,jpg"}, {"acl", ""}, {"tagging", ""},
		{"response-content-disposition", "attachment; filename=a b+c&d.txt"}, {"uploadId", "0004B9894A22E5B1888A1E29F823"}, {"response-content-type", "text/日本"}}
)

func pick[T any](rng *rand.Rand, list []T) T { return list[rng.IntN(len(list))] }

// word returns a random text in which everything odd occurs.
func word(rng *rand.Rand) string {
	alphabet := []rune("aabcdXYZ0123456789 ++%&=/?#,;:~_-.é中")
	text := []rune{'k'}
	for range 1 + rng.IntN(16) {
		text = append(text, pick(rng, alphabet))
	}
	return string(append(text, 'z'))
}

// some is one of the list or, as often, a random word.
func some(rng *rand.Rand, list []string) string {
	if rng.IntN(2) == 0 {
		return word(rng)
	}
	return pick(rng, list)
}

func newScene(rng *rand.Rand) *scene {
	s := &scene{rng: rng, now: at.Add(time.Duration(rng.IntN(600)-300) * time.Second)}
	s.setup = setup{version: signer.Version(rng.IntN(2)), url: rng.IntN(2) == 0, credentials: pick(rng, []signer.Credentials{longTerm, temporary}), region: region, at: at}
	r := &signer.Request{Method: pick(rng, []string{"GET", "PUT", "HEAD", "POST", "DELETE"}), Bucket: "examplebucket", Key: some(rng, keys),
		Header: map[string][]string{"Host": {"examplebucket.oss-cn-hangzhou.aliyuncs.com"}}, Query: map[string][]string{}}
	for range rng.IntN(3) {
		q := pick(rng, queries)
		r.Query[q[0]] = []string{q[1]}
		if q[1] != "" {
			r.Query[q[0]] = []string{some(rng, []string{q[1]})}
		}
	}
	if rng.IntN(2) == 0 {
		r.Header["Content-Type"] = []string{pick(rng, contentTypes)}
	}
	for i := range rng.IntN(4) {
		r.Header[fmt.Sprintf("X-Oss-Meta-K%d", i)] = []string{some(rng, metaValues)}
	}
	if rng.IntN(3) == 0 {
		r.Header["Range"] = []string{"bytes=0-99"}
		s.setup.names = []string{"range", "host"}
	}
	s.request = r
	return s
}

// signedHeader picks one of the headers that OSS signs by default.
func (s *scene) signedHeader(match func(name, value string) bool) (string, bool) {
	var names []string
	for name, values := range s.wire.header {
		meta := strings.HasPrefix(name, "x-oss-meta-") || name == "content-type"
		if meta && (match == nil || match(name, values[0])) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	if len(names) == 0 {
		return "", false
	}
	return pick(s.rng, names), true
}

// signedParameter picks one of the parameters of the request.
func (s *scene) signedParameter(match func(name, value string) bool) (string, bool) {
	var names []string
	for name, values := range s.request.Query {
		if match == nil || match(name, values[0]) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	if len(names) == 0 {
		return "", false
	}
	return pick(s.rng, names), true
}

// rewrite changes the raw value of a parameter on the wire, or drops it.
func (w *wire) rewrite(name string, change func(value string) (string, bool)) {
	var list []string
	for pair := range strings.SplitSeq(w.query, "&") {
		n, value, _ := strings.Cut(pair, "=")
		if n == name {
			changed, keep := change(value)
			if !keep {
				continue
			}
			pair = name
			if changed != "" {
				pair += "=" + changed
			}
		}
		list = append(list, pair)
	}
	w.query = strings.Join(list, "&")
}

func (w *wire) add(pair string) { w.query = strings.TrimPrefix(w.query+"&"+pair, "&") }

func headerCauses(name string, contentType, other diagnose.Cause) expectation {
	if name == "content-type" {
		return expect(name, contentType)
	}
	return expect(name, other)
}

func TestManglings(t *testing.T) {
	const rounds, least = 1000, 0.98
	rng := rand.New(rand.NewPCG(20231216, 4))
	total, right, silent := map[string]int{}, map[string]int{}, 0
	sum, hits := 0, 0
	for sum < rounds {
		s, m := newScene(rng), pick(rng, manglings)
		want, visible, ok := s.play(t, m)
		if !ok {
			continue
		}
		if !visible {
			silent++
			continue
		}
		form := fmt.Sprintf("%v header", s.setup.version)
		if s.setup.url {
			form = fmt.Sprintf("%v URL", s.setup.version)
		}
		sum++
		total[form]++
		if want == "" {
			hits++
			right[form]++
		} else {
			t.Logf("%s, %s: %s", form, m.name, want)
		}
	}
	rate := float64(hits) / float64(sum)
	t.Logf("%d of %d manglings named rightly: %.1f %%; %v of %v; %d more that no signature sees", hits, sum, 100*rate, right, total, silent)
	if rate < least {
		t.Errorf("%.1f %% named rightly, want at least %.0f %%", 100*rate, 100*least)
	}
}

// play signs, mangles, verifies and diagnoses. It returns what is wrong with
// the verdict, whether there was one, and whether the mangling could be done.
func (s *scene) play(t *testing.T, m mangling) (complaint string, visible, ok bool) {
	t.Helper()
	var want expectation
	if m.before != nil {
		if want, ok = m.before(s); !ok {
			return "", false, false
		}
	}
	w, transcript := send(t, s.setup, s.request)
	s.wire = w
	if m.after != nil {
		if want, ok = m.after(s); !ok {
			return "", false, false
		}
	}
	e, refused := answer(t, w, s.now)
	if refused != (want.causes != nil) {
		return fmt.Sprintf("refused: %v, %s %s %s, want %v", refused, e.Code, e.EC, e.Message, want.causes), true, true
	}
	if !refused {
		return "", false, true
	}
	v := diagnose.Diagnose(transcript, e)
	checkText(t, v)
	if !slices.Contains(want.causes, v.Cause) || v.Name != want.name {
		return fmt.Sprintf("%q %q, want %q %q: %v", v.Cause, v.Name, want.causes, want.name, v), true, true
	}
	return lineComplaint(transcript, e, v), true, true
}

// lineComplaint checks that the line of a verdict is the one of its name.
func lineComplaint(t *signer.Transcript, e diagnose.Evidence, v diagnose.Verdict) string {
	if v.Stage == "" {
		if e.Code == "SignatureDoesNotMatch" && v.Line != 0 {
			return "a line without a stage"
		}
		return ""
	}
	ours, text := t.StringToSign(), e.StringToSignBytes
	if v.Stage == diagnose.StageCanonical {
		ours, text = t.CanonicalRequest(), e.CanonicalRequestBytes
	}
	a, b := strings.Split(string(ours), "\n"), strings.Split(fromPairs(text), "\n")
	if v.Line > len(a) && v.Line > len(b) {
		return fmt.Sprintf("no line %d", v.Line)
	}
	for _, lines := range [][]string{a, b} {
		if v.Line > len(lines) {
			continue
		}
		line := lines[v.Line-1]
		switch {
		case v.Name == "" || strings.HasPrefix(line, v.Name+":") || strings.Contains(line, url.QueryEscape(v.Name)):
			return ""
		case t.Version == signer.V1 && v.Line < 5 || v.Stage == diagnose.StageToSign && t.Version == signer.V4:
			return ""
		}
	}
	return fmt.Sprintf("line %d of %s is not of %s", v.Line, v.Stage, v.Name)
}

func fromPairs(s string) string {
	var b []byte
	for _, f := range strings.Fields(s) {
		var c byte
		fmt.Sscanf(f, "%02X", &c)
		b = append(b, c)
	}
	return string(b)
}

// checkText checks what every verdict promises.
func checkText(t *testing.T, v diagnose.Verdict) {
	t.Helper()
	text := v.String()
	for _, secret := range []string{longTerm.AccessKeySecret, temporary.AccessKeySecret, temporary.SecurityToken, url.QueryEscape(temporary.SecurityToken), "token+01234", "CAISexam"} {
		if strings.Contains(text, secret) || strings.Contains(fmt.Sprintf("%#v", v), secret) {
			t.Errorf("a secret stands in %s", text)
		}
	}
	if strings.ContainsFunc(text, func(r rune) bool { return r < ' ' || r == 0x7f }) || v.Explanation == "" || v.Remedy == "" {
		t.Errorf("not one sentence on one line: %q", text)
	}
}
