package diagnose_test

import (
	"net/url"
	"slices"
	"strings"

	"example.com/ossmeta/signer"
	. "example.com/ossmeta/signer/diagnose"
)

func has(part string) func(string, string) bool {
	return func(_, value string) bool { return strings.Contains(value, part) }
}

var manglings = slices.Concat(headerManglings, urlManglings, signingManglings)

// What proxies, browsers and libraries do to headers.
var headerManglings = []mangling{
	{name: "header added", after: func(s *scene) (expectation, bool) {
		name := pick(s.rng, []string{"x-oss-meta-added", "x-oss-object-acl", "x-oss-a", "content-md5"})
		s.wire.header[name] = []string{pick(s.rng, []string{"private", "", "1,2"})}
		if s.setup.version == signer.V1 && name == "content-md5" {
			s.wire.header[name] = []string{"eB5eJF1ptWaXm4bijSPyxw=="}
		}
		return expect(name, HeaderAdded), true
	}},
	{name: "Content-Type added", after: func(s *scene) (expectation, bool) {
		if s.wire.header["content-type"] != nil {
			return expectation{}, false
		}
		s.wire.header["content-type"] = []string{pick(s.rng, contentTypes)}
		return expect("content-type", ContentTypeAdded), true
	}},
	{name: "header changed", after: func(s *scene) (expectation, bool) {
		name, ok := s.signedHeader(nil)
		if ok {
			s.wire.header[name] = []string{pick(s.rng, []string{"quite another", "x/y", s.wire.header[name][0] + "x"})}
		}
		return headerCauses(name, ContentTypeChanged, HeaderChanged), ok
	}},
	{name: "letter case changed", after: func(s *scene) (expectation, bool) {
		name, ok := s.signedHeader(func(_, v string) bool { return strings.ToUpper(v) != v })
		if ok {
			s.wire.header[name] = []string{strings.ToUpper(s.wire.header[name][0])}
		}
		return headerCauses(name, ContentTypeChanged, HeaderChanged), ok
	}},
	{name: "header dropped", after: func(s *scene) (expectation, bool) {
		name, ok := s.signedHeader(nil)
		delete(s.wire.header, name)
		return headerCauses(name, ContentTypeMissing, HeaderMissing), ok
	}},
	{name: "blanks collapsed", after: func(s *scene) (expectation, bool) {
		name, ok := s.signedHeader(has("  "))
		if ok {
			s.wire.header[name] = []string{strings.ReplaceAll(s.wire.header[name][0], "  ", " ")}
		}
		return expect(name, HeaderTrimmed), ok
	}},
	{name: "blanks around", after: func(s *scene) (expectation, bool) {
		name, ok := s.signedHeader(nil)
		if ok {
			s.wire.header[name] = []string{" " + s.wire.header[name][0] + "\t"}
		}
		return expectation{}, ok
	}},
	{name: "header joined", after: func(s *scene) (expectation, bool) {
		name, ok := s.signedHeader(nil)
		if ok {
			v := s.wire.header[name][0]
			s.wire.header[name] = []string{pick(s.rng, []string{v + ", more", v + "," + v, "more, " + v})}
		}
		return expect(name, HeaderJoined), ok
	}},
	{name: "header repeated", after: func(s *scene) (expectation, bool) {
		name, ok := s.signedHeader(nil)
		if ok {
			s.wire.header[name] = append(s.wire.header[name], "again")
		}
		return expect(name, Repeated), ok
	}},
	{name: "header in Latin-1", after: transcode(func(v string) (string, bool) {
		var b []byte
		for _, r := range v {
			if r > 255 {
				return "", false
			}
			b = append(b, byte(r))
		}
		return string(b), true
	})},
	{name: "header in question marks", after: transcode(func(v string) (string, bool) {
		return strings.Map(func(r rune) rune {
			if r > 127 {
				return '?'
			}
			return r
		}, v), true
	})},
	{name: "header as mojibake", after: transcode(func(v string) (string, bool) {
		var b []rune
		for i := range len(v) {
			b = append(b, rune(v[i]))
		}
		return string(b), true
	})},
	{name: "header percent-encoded", after: transcode(func(v string) (string, bool) { return url.PathEscape(v), true })},
	{name: "unsigned header added", after: func(s *scene) (expectation, bool) {
		s.wire.header["x-forwarded-for"], s.wire.header["via"] = []string{"10.0.0.1"}, []string{"1.1 proxy"}
		return expectation{}, true
	}},
	{name: "additional header changed", after: func(s *scene) (expectation, bool) {
		s.wire.header["host"] = []string{"proxy.example.com"}
		if s.setup.version == signer.V1 || s.setup.names == nil {
			return expectation{}, true
		}
		return expect("host", HeaderChanged), true
	}},
	{name: "additional header dropped", after: func(s *scene) (expectation, bool) {
		delete(s.wire.header, "range")
		if s.setup.version == signer.V1 || s.setup.names == nil {
			return expectation{}, true
		}
		return expect("range", AdditionalHeaders), true
	}},
}

// transcode changes the character set of a header value that is not ASCII.
func transcode(change func(string) (string, bool)) func(*scene) (expectation, bool) {
	return func(s *scene) (expectation, bool) {
		name, ok := s.signedHeader(func(_, v string) bool { return strings.ContainsFunc(v, func(r rune) bool { return r > 127 }) })
		if !ok {
			return expectation{}, false
		}
		changed, ok := change(s.wire.header[name][0])
		s.wire.header[name] = []string{changed}
		return expect(name, HeaderCharset), ok
	}
}
