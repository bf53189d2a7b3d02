package peers

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"example.com/ossmeta/signer"
)

// queryDefects are rows on the query and on signed URLs.
var queryDefects = []defect{
	{
		what:   "a query name twice, V4",
		theirs: "signs the last value for both", ours: "refuses it",
		shown:   repeatedQueryV4,
		in:      func(j *job) bool { return j.version == signer.V4 && j.repeats() },
		reasons: because(signer.ReasonRepeated),
	},
	{
		what:   "a query name twice, V1",
		theirs: "signs the first value", ours: "refuses it",
		shown:   repeatedQueryV1,
		in:      func(j *job) bool { return j.version == signer.V1 && j.repeats() },
		reasons: because(signer.ReasonRepeated),
	},
	{
		what:   "an empty query name",
		theirs: "signs it, V4; leaves it out, V1", ours: "refuses it",
		shown:   emptyQueryName,
		in:      func(j *job) bool { return len(j.query[""]) > 0 },
		reasons: because(signer.ReasonNoName),
	},
	{
		what:   "prefix=a/b, a%2Fb, a%2fb, V4",
		theirs: "three signatures", ours: "one, of what is meant",
		shown: queryEscapingV4,
		in:    func(j *job) bool { return j.inHeader(signer.V4) && j.rawQuery != "" && !j.hasSemicolon() },
		mend:  plainly,
	},
	{
		what:   "?x-oss-process=style/a;b, V1 and signed URLs",
		theirs: "leaves the parameter out", ours: "signs it",
		shown: semicolonInQuery,
		in:    func(j *job) bool { return j.hasSemicolon() },
		mend:  plainly,
	},
	{
		what:   "?cors, ?lifecycle and others, V1",
		theirs: "leaves them out unless told of each", ours: "has them in its table",
		shown: subResourcesV1,
		in: func(j *job) bool {
			return j.version == signer.V1 && slices.ContainsFunc(ourSubResources, func(name string) bool {
				return len(j.query[name]) > 0 && !slices.Contains(j.subResources, name)
			})
		},
		mend: func(j *job) bool { j.subResources = slices.Concat(j.subResources, ourSubResources); return true },
	},
	{
		what:   "a signed URL signed again, or in the header, too",
		theirs: "carries every parameter twice", ours: "changes no request; refuses a URL that has a signature",
		shown: presignedTwice,
		in: func(j *job) bool {
			return slices.ContainsFunc(j.ownParameters(), func(name string) bool { return len(j.query[name]) > 0 })
		},
		reasons: because(signer.ReasonURLForm, signer.ReasonConflict),
		mend: func(j *job) bool {
			for _, name := range j.ownParameters() {
				delete(j.query, name)
			}
			return plainly(j)
		},
	},
	{
		what:   "a parameter that is a signed header, too, V4",
		theirs: "signs both values", ours: "refuses two values",
		shown:   twoValues,
		in:      func(j *job) bool { return j.version == signer.V4 && j.saysTwoThings() },
		reasons: because(signer.ReasonTwoValues),
	},
	{
		what:   "a life below 1 s or over 7 days",
		theirs: "signs it (its client refuses the latter)", ours: "refuses it",
		shown:   lifeOfURL,
		in:      func(j *job) bool { return j.life < 0 || j.life > 7*24*time.Hour },
		reasons: because(signer.ReasonExpires),
	},
}

// otherDefects are rows on keys, buckets, the scope and the API.
var otherDefects = []defect{
	{
		what:   "a control character in a key, V1",
		theirs: "signs it", ours: "refuses it",
		shown: controlCharacterInKeyV1,
		in: func(j *job) bool {
			return j.version == signer.V1 && strings.ContainsFunc(j.key, func(r rune) bool { return r < ' ' || r == 0x7f })
		},
		reasons: because(signer.ReasonControl),
	},
	{
		what:   "a key that is not UTF-8",
		theirs: "signs it", ours: "refuses it",
		shown:   keyNotUTF8,
		in:      func(j *job) bool { return !utf8.ValidString(j.key) },
		reasons: because(signer.ReasonNotUTF8),
	},
	{
		what:   `a bucket "a/b", or a key without a bucket`,
		theirs: "signs it as bucket a, key b/…", ours: "refuses it",
		shown: notABucket,
		in: func(j *job) bool {
			return j.bucket == "" && j.key != "" || strings.ContainsAny(j.bucket, "/%?& ")
		},
		reasons: because(signer.ReasonBucket, signer.ReasonMissing),
	},
	{
		what:   "no region, V4",
		theirs: `signs for the region ""`, ours: "refuses it",
		shown:   noRegion,
		in:      func(j *job) bool { return j.version == signer.V4 && j.region == "" },
		reasons: because(reasonScope),
	},
	{
		what:   "the caller's request",
		theirs: "is changed", ours: "is only read",
		shown: callersRequestIsChanged,
	},
	{
		what:   "key k?acl, and key k with ?acl, V1",
		theirs: "one string to sign", ours: "the same: V1 has no other",
		shown: notInjectiveV1,
	},
}

// plainly has the query stand as net/url encodes it.
func plainly(j *job) bool { j.rawQuery = ""; return true }

func (j *job) repeats() bool {
	for _, values := range j.query {
		if len(values) > 1 {
			return true
		}
	}
	return false
}

// hasSemicolon reports a bare ";", which net/url does not take, where the SDK
// has net/url read the query.
func (j *job) hasSemicolon() bool {
	return strings.Contains(j.rawQuery, ";") && !j.inHeader(signer.V4)
}

// ownParameters are the query parameters that are the signature's.
func (j *job) ownParameters() []string {
	either := []string{"x-oss-signature", "Signature", "x-oss-credential", "x-oss-signature-version", "OSSAccessKeyId"}
	switch {
	case j.life == 0:
		return either
	case j.version == signer.V1:
		return append(either, "Expires", "security-token")
	}
	return append(either, "x-oss-date", "x-oss-expires", "x-oss-additional-headers", "x-oss-security-token")
}

// saysTwoThings reports a parameter that is a signed header with another value.
func (j *job) saysTwoThings() bool {
	parameters := map[string]string{}
	for name, values := range j.query {
		if len(values) > 0 {
			parameters[name] = values[0]
		}
	}
	header := map[string]string{}
	for name, values := range j.header {
		if name = strings.ToLower(name); len(values) > 0 && j.signs(name) {
			header[name] = trimmed(values[0])
		}
	}
	if j.life == 0 {
		header["x-oss-date"], header["x-oss-content-sha256"] = j.date(), "UNSIGNED-PAYLOAD"
		if j.credentials.SecurityToken != "" {
			header["x-oss-security-token"] = j.credentials.SecurityToken
		}
	} else {
		parameters["x-oss-date"] = j.date()
	}
	for name, value := range header {
		if other := parameters[name]; other != "" && other != value {
			return true
		}
	}
	return false
}
