package diagnose

import (
	"slices"
	"strings"

	"example.com/ossmeta/signer/transcript"
)

// maxSuspects is how many a verdict names.
const maxSuspects = 3

// unseen completes the verdict on a canonical form that the server did not
// show: it names what in this request is most often changed on the way.
func (d *diagnosis) unseen(v *Verdict) *Verdict {
	v.Cause, v.Name = CanonicalUnseen, d.mentioned()
	var found []string
	add := func(when bool, what string) {
		if when && len(found) < maxSuspects && !slices.Contains(found, what) {
			found = append(found, what)
		}
	}
	add(v.Name != "", "the value of "+v.Name+", which the answer names")
	d.suspects(add)
	add(d.theirText == "", "the access key secret")
	v.Explanation += "; likely: " + strings.Join(found, "; ")
	return v
}

// oftenChanged has what a line of that origin may hold and proxies and senders
// often change, most often first. Source: complaints about the official SDKs.
var oftenChanged = [...]struct {
	origin     transcript.Origin
	part, what string
}{
	{transcript.OriginMethod, "HEAD", "a CDN that asks with GET for a HEAD"},
	{transcript.OriginResource, "%2B", "a '+' or a blank in the key, which was sent in another escaping"},
	{transcript.OriginResource, "%20", "a '+' or a blank in the key, which was sent in another escaping"},
	{transcript.OriginResource, "%25", "a '%' in the key, which was given escaped already or decoded on the way"},
	{transcript.OriginResource, "%23", "a '#' or '?' in the key, which was sent without escaping"},
	{transcript.OriginResource, "%3F", "a '#' or '?' in the key, which was sent without escaping"},
	{transcript.OriginResource, "//", "empty or dot segments in the key, which a proxy normalized"},
	{transcript.OriginResource, "/./", "empty or dot segments in the key, which a proxy normalized"},
	{transcript.OriginResource, "/../", "empty or dot segments in the key, which a proxy normalized"},
}

// suspects adds what in our request is often changed on the way, most often
// first.
func (d *diagnosis) suspects(add func(when bool, what string)) {
	typed := false
	for _, l := range d.lines {
		typed = typed || strings.EqualFold(l.Name, "content-type") && l.Text != ""
		add(l.Name != "" && !isASCII(l.Text), "the value of "+strings.ToLower(l.Name)+", which is not ASCII and was sent in another character set")
	}
	upload := d.signs(transcript.OriginMethod, "PUT") || d.signs(transcript.OriginMethod, "POST")
	add(!typed && upload && d.t.URL, "a Content-Type that the sender of the URL added")
	add(typed && d.t.URL, "a sender of the URL that did not send the signed Content-Type")
	for _, o := range oftenChanged[:] {
		add(d.signs(o.origin, o.part), o.what)
	}
	for _, l := range d.lines {
		for _, p := range l.Parts {
			add(strings.Contains(p.Text, "%2B") || strings.Contains(p.Text, "%20"), "a '+' or a blank in the parameter "+p.Name)
		}
		add(strings.Contains(l.Name, "_"), "the '_' in "+l.Name+", which proxies drop and OSS refuses")
		add(l.Origin == transcript.OriginAddition, "the signed header "+strings.ToLower(l.Name)+", which proxies change")
		add(l.Origin == transcript.OriginHeader && strings.Contains(l.Text, "  "), "the doubled blank in "+strings.ToLower(l.Name))
	}
	add(!typed && upload && !d.t.URL, "a Content-Type that the HTTP library added")
	add(true, "an x-oss- header or a query parameter that was added, dropped or changed on the way")
}

// signs reports a line of that origin with part in it.
func (d *diagnosis) signs(origin transcript.Origin, part string) bool {
	for _, l := range d.lines {
		if l.Origin == origin && strings.Contains(l.Text, part) {
			return true
		}
	}
	return false
}
