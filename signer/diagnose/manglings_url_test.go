package diagnose_test

import (
	"net/url"
	"strings"
	"time"

	"example.com/ossmeta/signer"
	. "example.com/ossmeta/signer/diagnose"
)

// What they do to method, path and query.
var urlManglings = []mangling{
	{name: "method changed", after: func(s *scene) (expectation, bool) {
		s.wire.method = map[string]string{"HEAD": "GET", "GET": "HEAD", "PUT": "POST", "POST": "PUT", "DELETE": "POST"}[s.wire.method]
		return expect("", MethodChanged), true
	}},
	{name: "path encoded twice", after: func(s *scene) (expectation, bool) {
		twice := strings.ReplaceAll(s.wire.path, "%", "%25")
		ok := twice != s.wire.path
		s.wire.path = twice
		return expect("", PathEncoding), ok
	}},
	{name: "path decoded twice", after: func(s *scene) (expectation, bool) {
		once, _ := url.PathUnescape(s.wire.path)
		twice, err := url.PathUnescape(once)
		ok := err == nil && twice != once
		s.wire.path = (&url.URL{Path: once}).EscapedPath()
		if s.wire.path = strings.ReplaceAll(s.wire.path, "%25", "%"); ok {
			again, err := url.PathUnescape(s.wire.path)
			ok = err == nil && again == twice
		}
		return expect("", PathEncoding), ok
	}},
	{name: "path decoded and encoded again", after: func(s *scene) (expectation, bool) {
		once, _ := url.PathUnescape(s.wire.path)
		s.wire.path = (&url.URL{Path: once}).EscapedPath()
		return expectation{}, true
	}},
	{name: "path with hex in lower case", after: func(s *scene) (expectation, bool) {
		s.wire.path = strings.NewReplacer("%2B", "%2b", "%2F", "%2f", "%C3%BC", "%c3%bc").Replace(s.wire.path)
		return expectation{}, true
	}},
	{name: "plus for a blank in the path", after: func(s *scene) (expectation, bool) {
		ok := strings.Contains(s.wire.path, "%20")
		s.wire.path = strings.ReplaceAll(s.wire.path, "%20", "+")
		return expect("", PlusOrBlank), ok
	}},
	{name: "blank for a plus in the path", after: func(s *scene) (expectation, bool) {
		ok := strings.Contains(s.wire.path, "%2B")
		s.wire.path = strings.ReplaceAll(s.wire.path, "%2B", "%20")
		return expect("", PlusOrBlank), ok
	}},
	{name: "path changed", after: func(s *scene) (expectation, bool) {
		s.wire.path = pick(s.rng, []string{s.wire.path + "x", s.wire.path + "/", "/examplebucket/other/path"})
		return expect("", PathChanged), true
	}},
	{name: "path normalized", after: func(s *scene) (expectation, bool) {
		ok := strings.Contains(s.wire.path, "//")
		s.wire.path = strings.ReplaceAll(s.wire.path, "//", "/")
		return expect("", PathChanged), ok
	}},
	{name: "key cut at its hash", after: func(s *scene) (expectation, bool) {
		i := strings.Index(s.wire.path, "%23")
		if i >= 0 {
			s.wire.path = s.wire.path[:i]
		}
		return expect("", PathEncoding), i >= 0
	}},
	{name: "bucket changed", after: func(s *scene) (expectation, bool) {
		s.wire.path = strings.Replace(s.wire.path, "/examplebucket/", pick(s.rng, []string{"/examplebucket/examplebucket/", "/cdn/"}), 1)
		return expect("", ResourceBucket), true
	}},
	{name: "query encoded twice", after: func(s *scene) (expectation, bool) {
		name, ok := s.signedParameter(func(_, v string) bool { return url.PathEscape(v) != v || strings.ContainsAny(v, "/+=") })
		s.wire.rewrite(name, func(v string) (string, bool) { return strings.ReplaceAll(v, "%", "%25"), true })
		return expect(name, QueryEncoding), ok
	}},
	{name: "query in hex of lower case", after: func(s *scene) (expectation, bool) {
		s.wire.query = strings.NewReplacer("%2F", "%2f", "%2B", "%2b", "%3D", "%3d", "%2C", "%2c").Replace(s.wire.query)
		return expectation{}, true
	}},
	{name: "plus sent raw in the query", after: func(s *scene) (expectation, bool) {
		name, ok := s.signedParameter(has("+"))
		s.wire.rewrite(name, func(v string) (string, bool) { return strings.ReplaceAll(v, "%2B", "+"), true })
		return expect(name, PlusOrBlank), ok
	}},
	{name: "plus for a blank in the query", after: func(s *scene) (expectation, bool) {
		name, ok := s.signedParameter(has(" "))
		s.wire.rewrite(name, func(v string) (string, bool) { return strings.ReplaceAll(v, "%20", "+"), true })
		return expectation{}, ok
	}},
	{name: "ampersand sent raw", after: func(s *scene) (expectation, bool) {
		name, ok := s.signedParameter(has("&"))
		s.wire.rewrite(name, func(v string) (string, bool) { return strings.ReplaceAll(v, "%26", "&"), true })
		return expect(name, QueryEncoding), ok
	}},
	{name: "query added", after: func(s *scene) (expectation, bool) {
		if s.request.Query["acl"] != nil || s.request.Query["x-oss-process"] != nil {
			return expectation{}, false
		}
		name := pick(s.rng, []string{"acl", "x-oss-process", "utm"})
		s.wire.add(name + pick(s.rng, []string{"", "=1"}))
		if name == "utm" && s.setup.version == signer.V1 {
			return expectation{}, true
		}
		return expect(name, QueryAdded), true
	}},
	{name: "query dropped", after: func(s *scene) (expectation, bool) {
		name, ok := s.signedParameter(nil)
		s.wire.rewrite(name, func(string) (string, bool) { return "", false })
		return expect(name, QueryMissing), ok
	}},
	{name: "query changed", after: func(s *scene) (expectation, bool) {
		name, ok := s.signedParameter(nil)
		value := pick(s.rng, []string{"else", "1%2F2"})
		s.wire.rewrite(name, func(string) (string, bool) { return value, true })
		return expect(name, QueryChanged), ok
	}},
	{name: "query reordered", after: func(s *scene) (expectation, bool) {
		list := strings.Split(s.wire.query, "&")
		s.rng.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
		s.wire.query = strings.Join(list, "&")
		return expectation{}, true
	}},
	{name: "query repeated", after: func(s *scene) (expectation, bool) {
		name, ok := s.signedParameter(nil)
		s.wire.add(name + "=again")
		return expect(name, Repeated), ok
	}},
}

// What is wrong with credentials, scope, time and signature.
var signingManglings = []mangling{
	{name: "wrong secret", before: func(s *scene) (expectation, bool) {
		s.setup.credentials.AccessKeySecret = pick(s.rng, []string{"another-secret-0123456789", s.setup.credentials.AccessKeySecret + "x"})
		return expect("", WrongSecret), true
	}},
	{name: "unknown key", before: func(s *scene) (expectation, bool) {
		s.setup.credentials = longTerm
		s.setup.credentials.AccessKeyID = "LTAIunknown"
		return expect("", UnknownKey), true
	}},
	{name: "temporary key without its token", before: func(s *scene) (expectation, bool) {
		s.setup.credentials = temporary
		s.setup.credentials.SecurityToken = ""
		return expect("", TokenMissing), true
	}},
	{name: "wrong token", before: func(s *scene) (expectation, bool) {
		s.setup.credentials = temporary
		s.setup.credentials.SecurityToken = "CAISanother/token+0123456789=="
		return expect("", TokenWrong), true
	}},
	{name: "token dropped", after: func(s *scene) (expectation, bool) {
		delete(s.wire.header, "x-oss-security-token")
		for _, name := range []string{"x-oss-security-token", "security-token"} {
			s.wire.rewrite(name, func(string) (string, bool) { return "", false })
		}
		return expect("", TokenMissing), s.setup.credentials.SecurityToken != ""
	}},
	{name: "token changed", after: func(s *scene) (expectation, bool) {
		if !s.setup.url {
			s.wire.header["x-oss-security-token"] = []string{"other"}
		}
		for _, name := range []string{"x-oss-security-token", "security-token"} {
			s.wire.rewrite(name, func(v string) (string, bool) { return v + "A", true })
		}
		return expect("", TokenWrong), s.setup.credentials.SecurityToken != ""
	}},
	{name: "wrong region", before: func(s *scene) (expectation, bool) {
		s.setup.region = pick(s.rng, []string{"beijing", "cn-beijing", "cn-hangzhou-internal", "oss-cn-hangzhou"})
		return expect("region", WrongRegion), s.setup.version == signer.V4
	}},
	{name: "clock behind or ahead", before: func(s *scene) (expectation, bool) {
		s.setup.at = at.Add(time.Duration(pick(s.rng, []int{-1, 1})*(20+s.rng.IntN(3000))) * time.Minute)
		late := s.setup.at.Before(at)
		switch {
		case !s.setup.url:
			return expect("time", ClockSkew), true
		case late && s.setup.at.Before(s.now.Add(-time.Hour)), !late && s.setup.version == signer.V4 && s.setup.at.After(s.now.Add(15*time.Minute)):
			return expect("", Expired), true
		}
		return expectation{}, true
	}},
	{name: "date changed on the way", after: func(s *scene) (expectation, bool) {
		name, value := "x-oss-date", "20231216T162158Z"
		switch {
		case s.setup.version == signer.V1 && s.setup.url:
			name = "Expires"
			s.wire.rewrite(name, func(string) (string, bool) { return "1702747777", true })
		case s.setup.url:
			s.wire.rewrite(name, func(string) (string, bool) { return value, true })
		case s.setup.version == signer.V1:
			name = "date"
			s.wire.header[name] = []string{"Sat, 16 Dec 2023 16:21:58 GMT"}
		default:
			s.wire.header[name] = []string{value}
		}
		return expect(name, DateChanged), true
	}},
	{name: "signature dropped", after: func(s *scene) (expectation, bool) {
		delete(s.wire.header, "authorization")
		return expect("", SignatureMissing), !s.setup.url
	}},
	{name: "signature changed", after: func(s *scene) (expectation, bool) {
		s.wire.rewrite("x-oss-signature", func(v string) (string, bool) {
			return strings.NewReplacer("a", "b", "b", "a", "1", "2", "2", "1").Replace(v), true
		})
		return expect("", SignatureChanged), s.setup.url && s.setup.version == signer.V4
	}},
}
