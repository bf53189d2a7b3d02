package diagnose

import (
	"cmp"
	"path"
	"slices"
	"strconv"
	"strings"

	"example.com/ossmeta/signer/transcript"
)

// A finding is one difference; ours or theirs is nil where it has no such piece.
type finding struct {
	ours, theirs *piece
}

func (f finding) any() *piece {
	if f.ours != nil {
		return f.ours
	}
	return f.theirs
}

// telling orders findings by how much they tell: by their kind, then what
// changed, what was added and what is missing.
func telling(f, g finding) int {
	return cmp.Or(cmp.Compare(f.kind(), g.kind()), cmp.Compare(f.step(), g.step()))
}

func (f finding) kind() kind {
	switch p := f.any(); {
	case transcript.IsTokenName(p.name):
		return kindToken
	case isDateName(p.name):
		return kindDate
	default:
		return p.kind
	}
}

func (f finding) step() int {
	switch {
	case f.theirs == nil:
		return 2
	case f.ours == nil && f.theirs.name != "content-type":
		return 1
	}
	return 0
}

// align compares two forms that differ and returns the verdict on the most
// telling difference.
func (d *diagnosis) align(stage, ours, theirs string) *Verdict {
	a, b := d.parse(ours, theirs)
	findings := pair(a, b)
	if len(findings) == 0 {
		return unordered(stage, ours, theirs)
	}
	first := slices.MinFunc(findings, telling)
	cause, note := d.classify(first)
	p := first.any()
	v := &Verdict{Cause: cause, Stage: stage, Line: p.line, Name: p.name,
		Ours: valueOf(first.ours), Theirs: valueOf(first.theirs), Explanation: lookUp(cause).explanation}
	if note != "" {
		v.Explanation += " (" + note + ")"
	}
	if more := len(findings) - 1; more > 0 {
		v.Explanation += " (parts that differ beside this one: " + strconv.Itoa(more) + ")"
	}
	return v
}

// valueOf returns the value of a piece, "" of none.
func valueOf(p *piece) string {
	if p == nil {
		return ""
	}
	return p.value
}

// pair matches pieces by kind and name: first those that are equal, then
// those of one name, then parameters whose names were re-encoded.
func pair(a, b []*piece) (findings []finding) {
	var open []*piece
	for _, o := range a {
		if match(o, b, func(s *piece) bool { return s.name == o.name && s.text == o.text }) == nil {
			open = append(open, o)
		}
	}
	for _, o := range open {
		s := match(o, b, func(s *piece) bool { return s.name == o.name })
		if s == nil && o.kind == kindQuery {
			s = match(o, b, func(s *piece) bool { r := relate(o.name, s.name); return r >= plus && r <= charset })
		}
		findings = append(findings, finding{o, s})
	}
	for _, s := range b {
		if s != nil {
			findings = append(findings, finding{nil, s})
		}
	}
	return findings
}

// match takes the first piece of o's kind that is the same out of b, where nil
// is left.
func match(o *piece, b []*piece, same func(*piece) bool) *piece {
	for i, s := range b {
		if s != nil && s.kind == o.kind && same(s) {
			b[i] = nil
			return s
		}
	}
	return nil
}

// unordered is for forms with the same pieces in another order or writing.
func unordered(stage, ours, theirs string) *Verdict {
	ours, theirs = ours+"\n", theirs+"\n"
	line := 1 + strings.Count(ours[:common(ours, theirs)], "\n")
	v := &Verdict{Cause: Unknown, Stage: stage, Line: line,
		Explanation: "the same parts stand in another order, or with more or fewer lines around them"}
	if line == 3 { // of a query
		v.Cause = QueryEncoding
	}
	return v
}

// classify names the cause of a finding and what was done to the value.
func (d *diagnosis) classify(f finding) (Cause, string) {
	p := f.any()
	note, rel := "", other
	if f.ours != nil && f.theirs != nil {
		rel = relate(f.ours.value, f.theirs.value)
		if note = relationNotes[rel]; f.ours.value == f.theirs.value {
			note, rel = "the same text is written with another escaping", escaped
		}
	}
	switch {
	case transcript.IsTokenName(p.name) && f.theirs == nil:
		return TokenMissing, ""
	case transcript.IsTokenName(p.name):
		return TokenWrong, ""
	case isDateName(p.name) && f.theirs == nil:
		return DateChanged, "it did not arrive"
	case isDateName(p.name) && f.ours != nil:
		return DateChanged, ""
	}
	switch p.kind {
	case kindMethod:
		if f.ours.value == "HEAD" && f.theirs.value == "GET" {
			note = "a CDN or cache asks with GET for a HEAD"
		}
		return MethodChanged, note
	case kindPath:
		return d.path(f, rel, note)
	case kindQuery:
		return d.query(f, rel, note)
	case kindAdditional:
		return AdditionalHeaders, "the list of names differs"
	}
	return header(f, rel, note)
}

func (d *diagnosis) path(f finding, rel relation, note string) (Cause, string) {
	if f.ours == nil || f.theirs == nil {
		return PathChanged, ""
	}
	ours, theirs := f.ours.value, f.theirs.value
	bucket, key := cutBucket(ours)
	itsBucket, itsKey := cutBucket(theirs)
	switch {
	case strings.HasPrefix(theirs, ours+"?"):
		return PathEncoding, "the '?' of the query was escaped into the path"
	case rel == cut && strings.ContainsRune("?#;", rune(ours[len(theirs)])):
		return PathEncoding, "the key was sent without escaping its '" + ours[len(theirs):len(theirs)+1] + "'"
	case key == itsKey && bucket != itsBucket:
		return ResourceBucket, "it sees another bucket"
	case theirs == "/"+key || theirs == "/"+key+"/":
		return ResourceBucket, "it takes the first part of the key for the bucket"
	case theirs == "/"+bucket+ours:
		return ResourceBucket, "the bucket is in the host and in the path"
	case rel == plus:
		return PlusOrBlank, "the path was escaped like a form, or not at all"
	case rel == escaped || rel == unescaped || rel == charset:
		return PathEncoding, note
	case path.Clean(ours) == path.Clean(theirs):
		return PathChanged, "empty, dot or last segments were normalized"
	}
	return PathChanged, note
}

func cutBucket(p string) (bucket, key string) {
	bucket, key, _ = strings.Cut(strings.TrimPrefix(p, "/"), "/")
	return bucket, key
}

func (d *diagnosis) query(f finding, rel relation, note string) (Cause, string) {
	name := f.any().name
	switch {
	case name == "x-oss-additional-headers":
		return AdditionalHeaders, note
	case f.ours == nil:
		for _, o := range d.t.LeftOut {
			if o.Part == "query" && o.Name == name {
				return SubResource, ""
			}
		}
		return QueryAdded, ""
	case f.theirs == nil:
		return QueryMissing, ""
	case name == "x-oss-credential":
		return KeyChanged, ""
	case f.ours.name != f.theirs.name:
		if relate(f.ours.name, f.theirs.name) == plus {
			return PlusOrBlank, "in the name of the parameter"
		}
		return QueryEncoding, "its name arrived re-encoded"
	case rel == plus:
		return PlusOrBlank, "a query that is sent raw has a blank for every '+'"
	case rel == escaped || rel == unescaped || rel == charset:
		return QueryEncoding, note
	case rel == cut && strings.ContainsRune("&;#", rune(f.ours.value[len(f.theirs.value)])):
		return QueryEncoding, "the value was sent without escaping its '" + f.ours.value[len(f.theirs.value):len(f.theirs.value)+1] + "'"
	}
	return QueryChanged, note
}

func header(f finding, rel relation, note string) (Cause, string) {
	contentType := f.any().name == "content-type"
	switch {
	case f.ours == nil && contentType:
		return ContentTypeAdded, ""
	case f.ours == nil:
		return HeaderAdded, ""
	case f.theirs == nil && contentType:
		return ContentTypeMissing, ""
	case f.theirs == nil:
		if strings.Contains(f.ours.name, "_") {
			note = "many servers and proxies drop names with '_', and OSS refuses them"
		}
		return HeaderMissing, note
	case rel == joined:
		return HeaderJoined, ""
	case rel == charset || (rel == escaped || rel == unescaped) && !isASCII(f.ours.value+f.theirs.value):
		if rel == charset {
			note = "" // the cause says it
		}
		return HeaderCharset, note
	case contentType:
		return ContentTypeChanged, note
	case rel == blanks:
		return HeaderTrimmed, ""
	}
	return HeaderChanged, note
}

func isDateName(name string) bool {
	switch name {
	case "x-oss-date", "date", "Expires", "x-oss-expires":
		return true
	}
	return false
}
