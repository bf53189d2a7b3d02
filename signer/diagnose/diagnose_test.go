package diagnose_test

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"example.com/ossmeta/signer"
	. "example.com/ossmeta/signer/diagnose"
)

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
	theirs := swap(3, strings.Repeat("0", 64))
	for _, tt := range []struct {
		name     string
		evidence Evidence
		want     string
	}{
		{"text", Evidence{CanonicalRequest: added},
			`header added: canonical request line 4, x-oss-a: signed nothing, the server has "1": a header that OSS signs was added after signing`},
		{"bytes", Evidence{CanonicalRequestBytes: pairs([]byte(added))},
			`header added: canonical request line 4, x-oss-a: signed nothing, the server has "1": a header that OSS signs was added after signing`},
		{"bytes before text", Evidence{CanonicalRequestBytes: pairs([]byte(added)), CanonicalRequest: "nonsense"},
			`header added: canonical request line 4, x-oss-a: signed nothing, the server has "1": a header that OSS signs was added after signing`},
		{"bytes malformed", Evidence{CanonicalRequestBytes: "4 7", CanonicalRequest: added},
			`header added: canonical request line 4, x-oss-a: signed nothing, the server has "1": a header that OSS signs was added after signing`},
		{"one byte", Evidence{CanonicalRequestBytes: "47 ", CanonicalRequest: request},
			`method changed: canonical request line 1: signed "GET", the server has "G": the request arrived with another method (the end was cut off) (parts that differ beside this one: 4)`},
		{"text with other line ends", Evidence{CanonicalRequest: "\n " + strings.ReplaceAll(request, "\n", "\r\n") + " \n", StringToSign: text},
			`wrong secret: both sides signed the same bytes, so the access key secret is wrong`},
		{"another text with other line ends", Evidence{CanonicalRequest: strings.ReplaceAll(added, "\n", "\r\n")},
			`header added: canonical request line 4, x-oss-a: signed nothing, the server has "1": a header that OSS signs was added after signing`},
		{"equal", Evidence{StringToSignBytes: pairs([]byte(text)), SignatureProvided: transcript.Signature},
			`wrong secret: both sides signed the same bytes, so the access key secret is wrong`},
		{"canonical request equal, alone", Evidence{CanonicalRequest: request},
			`wrong secret: both sides signed the same bytes, so the access key secret is wrong`},
		{"another signature arrived", Evidence{StringToSign: text, SignatureProvided: "00"},
			`signature changed: signed "bcf877e144042b0f89ed6a7c05c648d93834b1e1c86d4f70b0f96f178cc0214c", the server has "00": both sides signed the same bytes, and the signature that arrived is not the one of this transcript`},
		{"another key arrived", Evidence{StringToSign: text, AccessKeyID: "other"},
			`access key id changed: signed "LTAIexample", the server has "other": the server read another access key id than the one that signed`},
		{"our key arrived", Evidence{StringToSign: text, AccessKeyID: "LTAIexample"},
			`wrong secret: both sides signed the same bytes, so the access key secret is wrong`},
		{"time", Evidence{StringToSign: swap(1, "20231216T162058Z")},
			`date changed: string to sign line 2, x-oss-date: signed "20231216T162057Z", the server has "20231216T162058Z": the request arrived with another time than the signed one`},
		{"time, with the canonical request", Evidence{StringToSign: swap(1, "20231216T162058Z"), CanonicalRequest: request},
			`date changed: string to sign line 2, x-oss-date: signed "20231216T162057Z", the server has "20231216T162058Z": the request arrived with another time than the signed one`},
		{"time, and a header", Evidence{StringToSign: swap(1, "20231216T162058Z"), CanonicalRequest: added},
			`header added: canonical request line 4, x-oss-a: signed nothing, the server has "1": a header that OSS signs was added after signing`},
		{"digest", Evidence{StringToSign: theirs},
			`canonical request unseen: string to sign line 4: only the digest of the canonical request differs, and the server did not show its own; likely: an x-oss- header or a query parameter that was added, dropped or changed on the way`},
		{"digest, and canonical requests alike", Evidence{StringToSign: theirs, CanonicalRequest: request},
			`canonical request unseen: string to sign line 4: the canonical requests read alike and their digests differ, so the answer does not show a character as it was; likely: an x-oss- header or a query parameter that was added, dropped or changed on the way`},
		{"another number of lines", Evidence{StringToSign: text + "\nmore"},
			`canonical request unseen: string to sign line 4: only the digest of the canonical request differs, and the server did not show its own; likely: an x-oss- header or a query parameter that was added, dropped or changed on the way`},
		{"region", Evidence{StringToSign: swap(2, "20231216/cn-beijing/oss/aliyun_v4_request")},
			`wrong region: string to sign line 3, region: signed "cn-hangzhou", the server has "cn-beijing": the request was signed for another region than the bucket's`},
		{"product", Evidence{StringToSign: swap(2, "20231216/cn-hangzhou/oss-cloudbox/aliyun_v4_request")},
			`wrong product: string to sign line 3, product: signed "oss", the server has "oss-cloudbox": the request was signed for another product than the endpoint's`},
		{"day", Evidence{StringToSign: swap(2, "20231217/cn-hangzhou/oss/aliyun_v4_request")},
			`wrong day: string to sign line 3, date: signed "20231216", the server has "20231217": the day of the scope is not the day of the request's time`},
		{"day and region", Evidence{StringToSign: swap(2, "20231217/cn-beijing/oss/aliyun_v4_request")},
			`wrong day: string to sign line 3, date: signed "20231216", the server has "20231217": the day of the scope is not the day of the request's time`},
		{"end of the scope", Evidence{StringToSign: swap(2, "20231216/cn-hangzhou/oss/aws4_request")},
			`malformed credential: string to sign line 3: signed "20231216/cn-hangzhou/oss/aliyun_v4_request", the server has "20231216/cn-hangzhou/oss/aws4_request": the Credential is malformed`},
		{"a part of the scope", Evidence{StringToSign: swap(2, "20231216/cn-hangzhou")},
			`malformed credential: string to sign line 3: signed "20231216/cn-hangzhou/oss/aliyun_v4_request", the server has "20231216/cn-hangzhou": the Credential is malformed`},
		{"S3", Evidence{StringToSign: swap(0, "AWS4-HMAC-SHA256")},
			`other signature version: string to sign line 1: signed "OSS4-HMAC-SHA256", the server has "AWS4-HMAC-SHA256": the server checked by another version of the signature than ours`},
		{"another order", Evidence{CanonicalRequest: swapLines(request, 3, 4)},
			`unknown: canonical request line 4: the same parts stand in another order, or with more or fewer lines around them`},
		{"nothing", Evidence{Code: "SignatureDoesNotMatch"},
			`canonical request unseen: the server sent nothing to compare; likely: an x-oss- header or a query parameter that was added, dropped or changed on the way; the access key secret`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			checkWhole(t, Diagnose(transcript, tt.evidence), tt.want)
		})
	}
}

// TestEvidenceV1 is of a server that shows only its string to sign, or none.
func TestEvidenceV1(t *testing.T) {
	transcript := explained(t, v1(), get("a"))
	text := string(transcript.StringToSign())
	unsigned := *transcript
	unsigned.Signature = ""
	for _, tt := range []struct {
		name       string
		transcript *signer.Transcript
		evidence   Evidence
		want       string
	}{
		{"equal", transcript, Evidence{StringToSign: text},
			`wrong secret: both sides signed the same bytes, so the access key secret is wrong`},
		{"transcript without its signature", &unsigned, Evidence{StringToSign: text, SignatureProvided: "00"},
			`wrong secret: both sides signed the same bytes, so the access key secret is wrong`},
		{"another signature arrived", transcript, Evidence{StringToSign: text, SignatureProvided: "00"},
			`signature changed: signed "ZbdgavqdI+eMqdOUFdxryF4YZn4=", the server has "00": both sides signed the same bytes, and the signature that arrived is not the one of this transcript`},
		{"nothing", transcript, Evidence{},
			`canonical request unseen: the server sent nothing to compare; likely: an x-oss- header or a query parameter that was added, dropped or changed on the way; the access key secret`},
		{"a canonical request, which V1 has not", transcript, Evidence{CanonicalRequest: "GET"},
			`canonical request unseen: the server sent nothing to compare; likely: an x-oss- header or a query parameter that was added, dropped or changed on the way; the access key secret`},
		{"V4", transcript, Evidence{StringToSign: "OSS4-HMAC-SHA256\n1\n2\n3"},
			`other signature version: string to sign line 1: signed "GET", the server has "OSS4-HMAC-SHA256": the server checked by another version of the signature than ours`},
		{"no transcript", nil, Evidence{StringToSign: "GET"},
			`unknown: the transcript has no exact bytes to compare; it was not made by the package signer`},
		{"no transcript, but a time", nil, Evidence{Code: "RequestTimeTooSkewed", ServerTime: at},
			`clock skew: the request's time is too far from the server's`},
		{"transcript without its bytes", &signer.Transcript{Version: signer.V1, Signature: "00"}, Evidence{StringToSign: "GET"},
			`unknown: the transcript has no exact bytes to compare; it was not made by the package signer`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			checkWhole(t, Diagnose(tt.transcript, tt.evidence), tt.want)
		})
	}
}

// TestVerdictString has what is left out where a verdict does not have it.
func TestVerdictString(t *testing.T) {
	for want, v := range map[string]Verdict{
		"e; r":                        {},
		"n: e; r":                     {Name: "n"},
		"string to sign line 2: e; r": {Stage: StageToSign, Line: 2},
		`canonical request line 3, n: signed "o", the server has nothing: e; r`: {Stage: StageCanonical, Line: 3, Name: "n", Ours: "o"},
		`signed nothing, the server has "t": e; r`:                              {Theirs: "t"},
	} {
		v.Explanation, v.Remedy = "e", "r"
		if got := v.String(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func swapLines(s string, i, j int) string {
	lines := strings.Split(s, "\n")
	lines[i], lines[j] = lines[j], lines[i]
	return strings.Join(lines, "\n")
}

// TestSignaturePlus: the base64 of a V1 signature in a URL that was not escaped.
func TestSignaturePlus(t *testing.T) {
	const exchanged = "plus or blank: Signature: the signature holds a '+', which a URL that does not escape it turns into a blank"
	refused := Evidence{Code: "InvalidArgument", Message: "the signature is not the base64 of an HMAC-SHA1"}
	seen := map[bool]int{}
	for i := range 20 {
		for _, s := range []setup{v1(), inURL(v1())} {
			transcript := explained(t, s, get(fmt.Sprint(i)))
			sent := strings.ReplaceAll(transcript.Signature, "+", " ")
			plus := sent != transcript.Signature
			seen[plus]++
			want := "signature malformed: the signature did not arrive in its form"
			if s.url && plus {
				want = exchanged
			}
			checkWhole(t, Diagnose(transcript, refused), want)
			got := Diagnose(transcript, Evidence{StringToSign: string(transcript.StringToSign()), SignatureProvided: sent})
			if plus && (got.Cause != PlusOrBlank || got.Name != "Signature" || got.Ours != transcript.Signature || got.Theirs != sent) {
				t.Errorf("verdict %v", got)
			}
		}
	}
	if seen[true] == 0 || seen[false] == 0 {
		t.Errorf("signatures with a '+' and without: %v", seen)
	}
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

// TestHostileEvidence would run out of time if what takes long were not bounded.
func TestHostileEvidence(t *testing.T) {
	for _, part := range []string{"&", "?", "\n", "\nx-oss-security-token:abc", "&security-token=abcdefghij", "%25", "x-oss-a:,\n", "a&security-token=12345&"} {
		text := strings.Repeat(part, 1<<16/len(part))
		for _, s := range []setup{inURL(setup{credentials: temporary}), v1()} {
			transcript := explained(t, s, get("a?b", "x-oss-process", process))
			checkText(t, Diagnose(transcript, Evidence{CanonicalRequest: text, StringToSign: "GET\n\n\n\n/" + text}))
		}
	}
}
