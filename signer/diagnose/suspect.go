package diagnose

import (
	"slices"
	"strings"

	"example.com/ossmeta/signer"
)

// maxSuspects is how many a verdict names.
const maxSuspects = 3

// unseen completes the verdict on a canonical form that the server did not
// show: it names what in this request is most often changed on the way.
func (d *diagnosis) unseen(v Verdict) Verdict {
	v.Cause = CanonicalUnseen
	found := d.suspects()
	if name := d.mentioned(); name != "" {
		v.Name = name
		found = slices.Insert(found, 0, "the value of "+name+", which the answer names")
	}
	if d.theirText == "" {
		found = append(found, "the access key secret")
	}
	v.Explanation += "; likely: " + strings.Join(found[:min(len(found), maxSuspects)], "; ")
	return v
}

// suspects names what in our request is often changed on the way, most often
// first. Source: complaints about the official SDKs.
func (d *diagnosis) suspects() (found []string) {
	add := func(when bool, what string) {
		if when {
			found = append(found, what)
		}
	}
	lines := slices.Concat(d.t.Canonical, d.t.ToSign)
	has := func(match func(signer.Line) bool) bool { return slices.ContainsFunc(lines, match) }
	line := func(origin signer.Origin, part string) bool {
		return has(func(l signer.Line) bool { return l.Origin == origin && strings.Contains(l.Text, part) })
	}
	resource := func(part string) bool { return line(signer.OriginResource, part) }
	typed := has(func(l signer.Line) bool { return strings.EqualFold(l.Name, "content-type") && l.Text != "" })
	for _, l := range lines {
		if l.Name != "" && !isASCII(l.Text) {
			add(true, "the value of "+strings.ToLower(l.Name)+", which is not ASCII and was sent in another character set")
		}
	}
	upload := line(signer.OriginMethod, "PUT") || line(signer.OriginMethod, "POST")
	add(!typed && upload && d.t.URL, "a Content-Type that the sender of the URL added")
	add(typed && d.t.URL, "a sender of the URL that did not send the signed Content-Type")
	add(line(signer.OriginMethod, "HEAD"), "a CDN that asks with GET for a HEAD")
	add(resource("%2B") || resource("%20"), "a '+' or a blank in the key, which was sent in another escaping")
	add(resource("%25"), "a '%' in the key, which was given escaped already or decoded on the way")
	add(resource("%23") || resource("%3F"), "a '#' or '?' in the key, which was sent without escaping")
	add(resource("//") || resource("/./") || resource("/../"), "empty or dot segments in the key, which a proxy normalized")
	for _, l := range lines {
		for _, p := range l.Parts {
			add(strings.Contains(p.Text, "%2B") || strings.Contains(p.Text, "%20"), "a '+' or a blank in the parameter "+p.Name)
		}
		add(strings.Contains(l.Name, "_"), "the '_' in "+l.Name+", which proxies drop and OSS refuses")
		add(l.Origin == signer.OriginAddition, "the signed header "+strings.ToLower(l.Name)+", which proxies change")
		add(l.Origin == signer.OriginHeader && strings.Contains(l.Text, "  "), "the doubled blank in "+strings.ToLower(l.Name))
	}
	add(!typed && upload && !d.t.URL, "a Content-Type that the HTTP library added")
	add(true, "an x-oss- header or a query parameter that was added, dropped or changed on the way")
	return found
}
