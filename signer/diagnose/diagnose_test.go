package diagnose_test

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"example.com/ossmeta/signer"
	. "example.com/ossmeta/signer/diagnose"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// TestDigestOnly: under V4 a server need not show its canonical request.
func TestDigestOnly(t *testing.T) {
	for _, tt := range []struct {
		name    string
		setup   setup
		request signer.Request
		says    string
	}{
		{"upload by URL", inURL(setup{}), put("a"), "a Content-Type that the sender of the URL added"},
		{"typed upload by URL", inURL(setup{}), with(put("a"), "Content-Type", "a/b"), "did not send the signed Content-Type"},
		{"not ASCII", setup{}, with(put("a"), "X-Oss-Meta-A", "Café"), "the value of x-oss-meta-a, which is not ASCII"},
		{"plus in the key", setup{}, get("a+b"), "a '+' or a blank in the key"},
		{"percent in the key", setup{}, get("100%"), "a '%' in the key"},
		{"plus in the query", setup{}, get("a", "x-oss-process", "a+b"), "in the parameter x-oss-process"},
		{"underscore", setup{}, with(get("a"), "x-oss-meta-a_b", "1"), "the '_' in x-oss-meta-a_b"},
		{"HEAD", setup{}, signer.Request{Method: "HEAD", Key: "a"}, "CDN"},
		{"additional header", setup{names: []string{"range"}}, with(get("a"), "Range", "bytes=0-1"), "the signed header range"},
		{"nothing odd", setup{}, get("a"), "an x-oss- header or a query parameter"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			transcript := explained(t, tt.setup, tt.request)
			theirs := string(transcript.StringToSign())
			theirs = theirs[:len(theirs)-64] + strings.Repeat("0", 64)
			got := Diagnose(transcript, Evidence{Code: "SignatureDoesNotMatch", EC: "0002-00000201", StringToSign: theirs})
			want := Verdict{Cause: CanonicalUnseen, Stage: StageToSign, Line: 4}
			if diff := cmp.Diff(want, got, cmpopts.IgnoreFields(Verdict{}, "Explanation", "Remedy")); diff != "" {
				t.Errorf("verdict (-want +got):\n%s", diff)
			}
			if !strings.Contains(got.String(), tt.says) || !strings.Contains(got.Explanation, "only the digest") {
				t.Errorf("%q does not say %q", got, tt.says)
			}
		})
	}
}

// TestEvidence gives the same answer in its forms, and in halves.
func TestEvidence(t *testing.T) {
	transcript := explained(t, setup{}, get("a"))
	request, text := string(transcript.CanonicalRequest()), string(transcript.StringToSign())
	added := strings.Replace(request, "x-oss-content", "x-oss-a:1\nx-oss-content", 1)
	lines := strings.Split(text, "\n")
	swap := func(i int, line string) string {
		changed := append([]string{}, lines...)
		changed[i] = line
		return strings.Join(changed, "\n")
	}
	for _, tt := range []struct {
		name     string
		evidence Evidence
		want     Verdict
	}{
		{"text", Evidence{CanonicalRequest: added}, verdict(canonical(4, "x-oss-a", "", "1")).of(HeaderAdded)},
		{"bytes", Evidence{CanonicalRequestBytes: pairs([]byte(added))}, verdict(canonical(4, "x-oss-a", "", "1")).of(HeaderAdded)},
		{"bytes before text", Evidence{CanonicalRequestBytes: pairs([]byte(added)), CanonicalRequest: "nonsense"}, verdict(canonical(4, "x-oss-a", "", "1")).of(HeaderAdded)},
		{"bytes malformed", Evidence{CanonicalRequestBytes: "4 7", CanonicalRequest: added}, verdict(canonical(4, "x-oss-a", "", "1")).of(HeaderAdded)},
		{"text with other line ends", Evidence{CanonicalRequest: "\n " + strings.ReplaceAll(request, "\n", "\r\n") + " \n", StringToSign: text}, Verdict{Cause: WrongSecret}},
		{"equal", Evidence{StringToSignBytes: pairs([]byte(text)), SignatureProvided: transcript.Signature}, Verdict{Cause: WrongSecret}},
		{"another signature arrived", Evidence{StringToSign: text, SignatureProvided: "00"}, Verdict{Cause: SignatureChanged, Ours: transcript.Signature, Theirs: "00"}},
		{"another key arrived", Evidence{StringToSign: text, AccessKeyID: "other"}, Verdict{Cause: KeyChanged, Ours: "LTAIexample", Theirs: "other"}},
		{"time", Evidence{StringToSign: swap(1, "20231216T162058Z")}, verdict(toSign(2, "x-oss-date", lines[1], "20231216T162058Z")).of(DateChanged)},
		{"region", Evidence{StringToSign: swap(2, "20231216/cn-beijing/oss/aliyun_v4_request")}, verdict(toSign(3, "region", "cn-hangzhou", "cn-beijing")).of(WrongRegion)},
		{"product", Evidence{StringToSign: swap(2, "20231216/cn-hangzhou/oss-cloudbox/aliyun_v4_request")}, verdict(toSign(3, "product", "oss", "oss-cloudbox")).of(WrongProduct)},
		{"day", Evidence{StringToSign: swap(2, "20231217/cn-hangzhou/oss/aliyun_v4_request")}, verdict(toSign(3, "date", "20231216", "20231217")).of(WrongDay)},
		{"S3", Evidence{StringToSign: swap(0, "AWS4-HMAC-SHA256")}, verdict(toSign(1, "", "OSS4-HMAC-SHA256", "AWS4-HMAC-SHA256")).of(OtherVersion)},
		{"another order", Evidence{CanonicalRequest: swapLines(request, 3, 4)}, Verdict{Cause: Unknown, Stage: StageCanonical, Line: 4}},
		{"nothing", Evidence{Code: "SignatureDoesNotMatch"}, Verdict{Cause: CanonicalUnseen}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := Diagnose(transcript, tt.evidence)
			checkText(t, got)
			if diff := cmp.Diff(tt.want, got, cmpopts.IgnoreFields(Verdict{}, "Explanation", "Remedy")); diff != "" {
				t.Errorf("verdict (-want +got):\n%s\n%v", diff, got)
			}
		})
	}
}

func swapLines(s string, i, j int) string {
	lines := strings.Split(s, "\n")
	lines[i], lines[j] = lines[j], lines[i]
	return strings.Join(lines, "\n")
}

// TestSignaturePlus: the base64 of a V1 signature in a URL that was not escaped.
func TestSignaturePlus(t *testing.T) {
	for i := range 100 {
		transcript := explained(t, inURL(v1()), get(fmt.Sprint(i)))
		if !strings.Contains(transcript.Signature, "+") {
			continue
		}
		for _, e := range []Evidence{
			{StringToSign: string(transcript.StringToSign()), SignatureProvided: strings.ReplaceAll(transcript.Signature, "+", " ")},
			{Code: "InvalidArgument", Message: "the signature is not the base64 of an HMAC-SHA1"},
		} {
			if got := Diagnose(transcript, e); got.Cause != PlusOrBlank || got.Name != "Signature" {
				t.Errorf("verdict %v", got)
			}
		}
		return
	}
	t.Error("no signature with a '+'")
}

// TestWithoutTranscript: what cannot be compared is still a verdict.
func TestWithoutTranscript(t *testing.T) {
	for _, transcript := range []*signer.Transcript{nil, {}, {Version: signer.V1}} {
		if got := Diagnose(transcript, Evidence{Code: "SignatureDoesNotMatch", StringToSign: "GET"}); got.Cause != Unknown {
			t.Errorf("verdict %v", got)
		}
		if got := Diagnose(transcript, Evidence{EC: "0002-00000226"}); got.Cause != WrongRegion {
			t.Errorf("verdict %v", got)
		}
	}
}

// TestTokensAreRedacted: ours, theirs, and pieces of both.
func TestTokensAreRedacted(t *testing.T) {
	for _, s := range []setup{{credentials: temporary}, inURL(setup{credentials: temporary}), {version: signer.V1, credentials: temporary}, inURL(setup{version: signer.V1, credentials: temporary})} {
		transcript := explained(t, s, with(get("a"), "x-oss-meta-a", "1"))
		request, text := string(transcript.CanonicalRequest()), string(transcript.StringToSign())
		for _, change := range []func(string) string{
			func(s string) string { return strings.ReplaceAll(s, "CAISexample", "SECRETother") },
			func(s string) string {
				return strings.ReplaceAll(s, "x-oss-meta-a:1", "x-oss-meta-a:"+temporary.SecurityToken[3:20])
			},
			func(s string) string {
				return strings.ReplaceAll(s, "x-oss-meta-a:1", "x-oss-meta-a:x-oss-security-token:SECRETother")
			},
			func(s string) string { return strings.ReplaceAll(s, "/a", "/a?security-token=SECRETother") },
		} {
			got := Diagnose(transcript, Evidence{CanonicalRequest: change(request), StringToSign: change(text)})
			checkText(t, got)
			if strings.Contains(got.String(), "SECRETother") {
				t.Errorf("their token stands in %v", got)
			}
		}
	}
}

// TestEvidencePrintsNothing in any verb or encoding.
func TestEvidencePrintsNothing(t *testing.T) {
	e := Evidence{Code: "MARK", EC: "MARK", Message: "MARK", StringToSign: "MARK", StringToSignBytes: "MARK", CanonicalRequest: "MARK",
		CanonicalRequestBytes: "MARK", SignatureProvided: "MARK", AccessKeyID: "MARK"}
	var logged strings.Builder
	slog.New(slog.NewJSONHandler(&logged, nil)).Info("x", "e", e)
	encoded, err := json.Marshal(map[string]any{"e": e, "p": &e})
	if err != nil {
		t.Fatal(err)
	}
	texts := []string{logged.String(), string(encoded)}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
		texts = append(texts, fmt.Sprintf(verb, e), fmt.Sprintf(verb, &e), fmt.Sprintf(verb, []Evidence{e}))
	}
	for _, text := range texts {
		if strings.Contains(text, "MARK") || strings.Contains(text, "4d41524b") || !strings.Contains(text, "redacted") {
			t.Errorf("printed as %s", text)
		}
	}
}

// TestLongValues are cut to the surroundings of what differs.
func TestLongValues(t *testing.T) {
	long := strings.Repeat("0123456789", 50)
	transcript := explained(t, setup{}, with(put("a"), "Content-Type", long+"A"+long))
	request := strings.Replace(string(transcript.CanonicalRequest()), "A", "B", 1)
	got := Diagnose(transcript, Evidence{CanonicalRequest: request})
	if got.Cause != ContentTypeChanged || !strings.Contains(got.Ours, "9A0") || !strings.Contains(got.Theirs, "9B0") || len(got.Ours) > 100 {
		t.Errorf("verdict %v", got)
	}
	if strings.Count(got.Ours, "…") != 2 {
		t.Errorf("cut to %q", got.Ours)
	}
}

// TestHostileEvidence: what takes long is bounded.
func TestHostileEvidence(t *testing.T) {
	for _, part := range []string{"&", "?", "\n", "\nx-oss-security-token:abc", "&security-token=abcdefghij", "%25", "x-oss-a:,\n", "a&security-token=12345&"} {
		text := strings.Repeat(part, 1<<16/len(part))
		for _, s := range []setup{inURL(setup{credentials: temporary}), v1()} {
			transcript := explained(t, s, get("a?b", "x-oss-process", process))
			start := time.Now()
			checkText(t, Diagnose(transcript, Evidence{CanonicalRequest: text, StringToSign: "GET\n\n\n\n/" + text}))
			if took := time.Since(start); took > 5*time.Second {
				t.Errorf("%q repeated took %v", part, took)
			}
		}
	}
}
