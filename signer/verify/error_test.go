package verify_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"example.com/ossmeta/signer"
	"example.com/ossmeta/signer/internal/signertest"
	"example.com/ossmeta/signer/transcript"
	"example.com/ossmeta/signer/verify"
)

func TestErrorText(t *testing.T) {
	for want, err := range map[string]*verify.Error{
		"verify: AccessDenied: Request has expired. (EC 0002-00000069)": {Code: "AccessDenied", EC: "0002-00000069", Message: "Request has expired."},
		"verify: InvalidArgument: no, thanks":                           {Code: "InvalidArgument", Message: "no, thanks"},
	} {
		if err.Error() != want {
			t.Errorf("%v, want %s", err, want)
		}
	}
}

// TestRefusalNamesTheKey: who is refused by the key id or the token is told which
// key id it was.
func TestRefusalNamesTheKey(t *testing.T) {
	for name, tt := range map[string]struct {
		change func(*signer.Request)
		want   verify.Error
	}{
		"unknown key": {replaceAuthorization("STS.example", "STS.other"), verify.Error{Code: "InvalidAccessKeyId", EC: "0002-00000902",
			Message: "The OSS Access Key Id you provided does not exist in our records.", AccessKeyID: "STS.other"}},
		"token wrong": {signertest.WithHeader("x-oss-security-token", "other"), verify.Error{Code: "InvalidSecurityToken", EC: "0002-00000006",
			Message: "The security token you provided is invalid.", AccessKeyID: "STS.example"}},
	} {
		for _, v := range signertest.BothVersions {
			r := signertest.Send(t, signertest.MakeSigner(t, v, signertest.Temporary), signertest.PutRequest())
			tt.change(r)
			got := refusedWith(t, testVerifier(), r, tt.want.Code)
			if *got != tt.want {
				t.Errorf("%s, %v: %#v, want %#v", name, v, *got, tt.want)
			}
		}
	}
}

// TestTranscriptOfRefusal has what the transcript of a refused request says of the
// form and of the time of its signature.
func TestTranscriptOfRefusal(t *testing.T) {
	inURL := func(v signer.Version) *signer.Request {
		return signertest.Presigned(t, signertest.MakeSigner(t, v, signertest.LongTerm), signertest.GetRequest(), time.Hour)
	}
	byDate := signertest.GetRequest()
	byDate.Header["Date"], byDate.Header["x-oss-content-sha256"] = []string{signertest.Date}, []string{"UNSIGNED-PAYLOAD"}
	signByHand(byDate, signer.V4, nil, plainV4)
	for _, tt := range []struct {
		r           *signer.Request
		first, time string // of the text, and in the string to sign
	}{
		{signertest.Send(t, signertest.MakeSigner(t, signer.V4, signertest.LongTerm), signertest.GetRequest()), "V4 signature by access key id \"LTAIexample\" at 2023-12-16T16:20:57Z", signertest.Stamp},
		{signertest.Send(t, signertest.MakeSigner(t, signer.V1, signertest.LongTerm), signertest.GetRequest()), "V1 signature by access key id \"LTAIexample\" at 2023-12-16T16:20:57Z", signertest.Date},
		{byDate, "V4 signature by access key id \"LTAIexample\" at 2023-12-16T16:20:57Z", signertest.Stamp},
		{inURL(signer.V4), "V4 URL signature by access key id \"LTAIexample\" at 2023-12-16T16:20:57Z", signertest.Stamp},
		{inURL(signer.V1), "V1 URL signature by access key id \"LTAIexample\" until 2023-12-16T17:20:57Z", "1702747257"},
	} {
		tt.r.Method = "HEAD"
		told := refusedWith(t, testVerifier(), tt.r, "SignatureDoesNotMatch").Transcript
		text := told.String()
		if first, rest, _ := strings.Cut(text, "\n"); first != tt.first || strings.Contains(rest, "\nsignature") {
			t.Errorf("the transcript is\n%s\nwant it to begin with %s, and no signature", text, tt.first)
		}
		if !slices.Contains(strings.Split(string(told.StringToSign()), "\n"), tt.time) {
			t.Errorf("%s: the string to sign is %q, want a line %s", tt.first, told.StringToSign(), tt.time)
		}
	}
}

// TestEmptyTokenOfRefusal: a token without a value is none, and nothing is hidden.
func TestEmptyTokenOfRefusal(t *testing.T) {
	r := signertest.Send(t, signertest.MakeSigner(t, signer.V1, signertest.LongTerm), signertest.GetRequest())
	r.Header["X-Oss-Security-Token"] = []string{""}
	got := refusedWith(t, testVerifier(), r, "SignatureDoesNotMatch").Transcript.ToSign[4]
	want := transcript.Line{Text: "x-oss-security-token:", Origin: transcript.OriginHeader, Name: "X-Oss-Security-Token"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the line of the token (-want +got):\n%s", diff)
	}
}

// TestLimitsOfQuotes has foreign text that is shown whole, and some that is cut.
func TestLimitsOfQuotes(t *testing.T) {
	for text, want := range map[string]string{
		strings.Repeat("a", 64): `"` + strings.Repeat("a", 64) + `" `, strings.Repeat("a", 65): `"` + strings.Repeat("a", 64) + `"… `,
		strings.Repeat("a", 63) + "é": `"` + strings.Repeat("a", 63) + `"… `,
	} {
		r := signertest.Send(t, signertest.MakeSigner(t, signer.V1, signertest.LongTerm), signertest.GetRequest())
		signertest.Set(r, "Date", text)
		if got := refusedWith(t, testVerifier(), r, "AccessDenied"); !strings.HasPrefix(got.Message, "the date "+want) {
			t.Errorf("%v, want it to show %s", got, want)
		}
	}
}
