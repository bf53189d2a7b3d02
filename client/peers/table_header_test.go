package peers

import (
	"net/http"
	"slices"
	"strings"

	"example.com/ossmeta/signer"
)

// headerDefects are rows on header fields. The first one mends names, on which
// the others rely.
var headerDefects = []defect{
	{
		what:   "a header map's x-oss-meta-a, that is not in net/http's spelling",
		theirs: "signs an empty value", ours: "signs its value",
		shown: headerNameNotCanonical,
		in: func(j *job) bool {
			for name := range j.header {
				if http.CanonicalHeaderKey(name) != name {
					return !j.spellsTwice()
				}
			}
			return false
		},
		mend: func(j *job) bool {
			header := http.Header{}
			for name, values := range j.header {
				name = http.CanonicalHeaderKey(name)
				header[name] = append(header[name], values...)
			}
			j.header = header
			return true
		},
	},
	{
		what:   "X-Oss-Meta-A beside it",
		theirs: "signs that one's value twice", ours: "refuses both spellings",
		shown:   bothSpellings,
		in:      (*job).spellsTwice,
		reasons: because(signer.ReasonLetterCase),
	},
	{
		what:   "a header with two values",
		theirs: `signs them joined with ","`, ours: "refuses it, if it is signed",
		shown: severalValues,
		in: func(j *job) bool {
			return j.anyHeader(func(name string, values []string) bool { return len(values) > 1 && j.signs(name) })
		},
		reasons: because(signer.ReasonRepeated),
	},
	{
		what:   "a header without values",
		theirs: "signs it as empty; net/http sends none", ours: "leaves it out",
		shown: noValues,
		in: func(j *job) bool {
			return j.anyHeader(func(name string, values []string) bool { return len(values) == 0 && j.signs(name) })
		},
		mend: func(j *job) bool {
			for name, values := range j.header {
				if len(values) == 0 {
					delete(j.header, name)
				}
			}
			return true
		},
	},
	{
		what:   "a line feed in a value",
		theirs: "signs it; it reads as two headers", ours: "refuses it",
		shown: lineBreakInValue,
		in: func(j *job) bool {
			return j.anyValue(func(_, value string) bool { return strings.ContainsAny(value, "\r\n\x00") })
		},
		reasons: because(signer.ReasonLineBreak),
	},
	{
		what:   "a header name or method that is no token",
		theirs: "signs it", ours: "refuses it",
		shown: notToken,
		in: func(j *job) bool {
			return !isToken(j.method) || slices.ContainsFunc(j.additional, func(name string) bool { return !isToken(name) }) ||
				j.anyHeader(func(name string, values []string) bool { return len(values) > 0 && !isToken(name) })
		},
		reasons: because(signer.ReasonNotToken),
	},
	{
		what:   "U+00A0 and the like around a value",
		theirs: "trims them, which HTTP does not", ours: "keeps them",
		shown: trimming,
		in: func(j *job) bool {
			return j.anyValue(func(name, value string) bool {
				return strings.TrimSpace(value) != trimmed(value) && j.signs(name) && (j.version == signer.V4 || strings.HasPrefix(name, "x-oss-"))
			})
		},
	},
	{
		what:   "blanks around Content-Type, V1",
		theirs: "signs them, which HTTP does not carry", ours: "trims them",
		shown: blanksAroundContentType,
		in: func(j *job) bool {
			return j.version == signer.V1 && j.anyValue(func(name, value string) bool {
				return trimmed(value) != value && strings.HasPrefix(name, "content-") && j.signs(name)
			})
		},
		mend: func(j *job) bool {
			for _, name := range []string{"Content-Type", "Content-Md5"} {
				if _, ok := j.header[name]; ok {
					j.header.Set(name, trimmed(j.header.Get(name)))
				}
			}
			return true
		},
	},
	{
		what:   "AdditionalHeaders Range and range",
		theirs: "names it twice", ours: "names it once",
		shown: additionalHeadersTwice,
		in: func(j *job) bool {
			return len(lowerAll(j.additional)) != len(j.additional)
		},
		mend: func(j *job) bool { j.additional = lowerAll(j.additional); return true },
	},
	{
		what:   "AdditionalHeaders host",
		theirs: "drops it", ours: "signs Request.Host",
		shown: additionalHeaderHost,
		in:    func(j *job) bool { return j.adds("host") },
		mend:  func(j *job) bool { j.header.Set("Host", testHost); return true }, // where it looks for it
	},
	{
		what:   "AdditionalHeaders with an empty value",
		theirs: "drops it", ours: "signs it",
		shown: additionalHeaderEmpty,
		in: func(j *job) bool {
			return j.anyHeader(func(name string, values []string) bool { return len(values) == 1 && values[0] == "" && j.adds(name) })
		},
		mend: func(j *job) bool {
			for name, values := range j.header {
				if len(values) == 1 && values[0] == "" {
					j.header[name] = []string{" "} // which it takes for a value, and trims
				}
			}
			return true
		},
	},
	{
		what:   "AdditionalHeaders date",
		theirs: "sets a Date, in place of the caller's, and signs it", ours: "signs the caller's Date, if there is one",
		shown: dateAsAdditionalHeader,
		in:    func(j *job) bool { return j.inHeader(signer.V4) && j.adds("date") },
		mend: func(j *job) bool {
			if date := j.values("Date"); len(date) > 0 {
				return trimmed(date[0]) == j.at.UTC().Format(http.TimeFormat)
			}
			j.additional = slices.DeleteFunc(j.additional, func(name string) bool { return strings.EqualFold(name, "date") })
			return true
		},
	},
	{
		what:   "AdditionalHeaders with '_', or Authorization",
		theirs: "signs it; OSS refuses that", ours: "refuses it",
		shown: notAdditional,
		in: func(j *job) bool {
			return slices.ContainsFunc(j.additional, func(name string) bool {
				return !isSignedAnyway(strings.ToLower(name)) && (strings.Contains(name, "_") || strings.EqualFold(name, "authorization"))
			})
		},
		reasons: because(signer.ReasonNotAdditional),
	},
	{
		what:   "x-oss-date, x-oss-content-sha256 or a token of the caller's",
		theirs: "overwrites it; signs a token if it has none", ours: "refuses another than its own",
		shown: fieldsOfTheCaller,
		in: func(j *job) bool {
			other := func(name, want string) bool {
				return slices.ContainsFunc(j.values(name), func(v string) bool { return trimmed(v) != want || want == "" })
			}
			return j.inHeader(signer.V4) && (other("x-oss-date", j.date()) || other("x-oss-content-sha256", "UNSIGNED-PAYLOAD")) ||
				j.life == 0 && other("x-oss-security-token", j.credentials.SecurityToken)
		},
		reasons: because(signer.ReasonConflict),
	},
	{
		what:   "x-oss-date or Date of the caller's, V1",
		theirs: "signs x-oss-date beside its Date; overwrites Date", ours: "refuses another than its own",
		shown: datesV1,
		in: func(j *job) bool {
			return j.inHeader(signer.V1) && j.anyHeader(func(name string, values []string) bool {
				return (name == "x-oss-date" || name == "date") && slices.ContainsFunc(values, func(v string) bool { return trimmed(v) != j.date() })
			})
		},
		reasons: because(signer.ReasonConflict),
	},
	{
		what:   "x-oss-content-sha256 in a URL",
		theirs: "takes it for the payload's line", ours: "UNSIGNED-PAYLOAD, as documented",
		shown: contentSHA256InURL,
		in: func(j *job) bool {
			return j.inURL(signer.V4) && slices.ContainsFunc(j.values("x-oss-content-sha256"), func(v string) bool { return v != "" && v != "UNSIGNED-PAYLOAD" })
		},
	},
	{
		what:   "a token or Authorization in the header of a signed URL",
		theirs: "signs the token", ours: "refuses it: the URL carries its own",
		shown: headerOfSignedURL,
		in: func(j *job) bool {
			return j.life != 0 && len(j.values("x-oss-security-token"))+len(j.values("authorization")) > 0
		},
		reasons: because(signer.ReasonHeaderForm),
	},
}

// spellsTwice reports a header name in two spellings.
func (j *job) spellsTwice() bool {
	seen := map[string]bool{}
	return j.anyHeader(func(name string, values []string) bool {
		was := seen[name]
		seen[name] = was || len(values) > 0
		return was && len(values) > 0
	})
}

// lowerAll returns names in lower case, sorted, each once.
func lowerAll(names []string) []string {
	lower := make([]string, len(names))
	for i, name := range names {
		lower[i] = strings.ToLower(name)
	}
	slices.Sort(lower)
	return slices.Compact(lower)
}

func isToken(s string) bool {
	return s != "" && !strings.ContainsFunc(s, func(r rune) bool { return r <= ' ' || r > '~' || strings.ContainsRune(`"(),/:;<=>?@[\]{}`, r) })
}
