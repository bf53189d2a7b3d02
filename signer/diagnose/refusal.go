package diagnose

import (
	"slices"
	"strings"
	"time"

	"example.com/ossmeta/signer/transcript"
)

// refusals has what OSS finds before it compares signatures. Source: the OSS
// error code reference, one page an EC.
var refusals = [...]struct {
	code, ec, message string // each "" where it does not matter; message: a part of it, in lower case
	cause             Cause
}{
	{ec: "0002-00000226", cause: WrongRegion},
	{ec: "0002-00000228", cause: WrongRegion},
	{ec: "0002-00000227", cause: WrongProduct},
	{ec: "0002-00000223", cause: WrongDay},
	{ec: "0002-00000213", cause: BadCredential},
	{ec: "0002-00000224", cause: BadCredential},
	{ec: "0002-00000206", cause: BadCredential},
	{ec: "0002-00000218", cause: BadCredential},
	{code: "RequestTimeTooSkewed", cause: ClockSkew},
	{ec: "0002-00000504", cause: ClockSkew},
	{ec: "0002-00000069", cause: Expired},
	{ec: "0002-00000235", cause: Expired},
	{ec: "0002-00000236", cause: Expired},
	{code: "AccessDenied", message: "expired", cause: Expired},
	{ec: "0002-00000215", cause: ExpiresRange},
	{ec: "0002-00000216", cause: ExpiresRange},
	{ec: "0002-00000232", cause: ExpiresRange},
	{ec: "0002-00000068", cause: DateMissing},
	{ec: "0002-00000070", cause: DateMalformed},
	{ec: "0002-00000502", cause: DateMalformed},
	{ec: "0002-00000503", cause: DateMissing},
	{code: "InvalidSecurityToken", cause: TokenWrong},
	{ec: "0002-00000006", cause: TokenWrong},
	{code: "AccessKeyIdAndSecurityTokenNotMatch", cause: TokenWrong},
	{code: "SecurityTokenExpired", cause: TokenExpired},
	{code: "InvalidRequest", message: "security token", cause: TokenHeaderName},
	{code: "InvalidAccessKeyId", cause: UnknownKey},
	{ec: "0002-00000902", cause: UnknownKey},
	{ec: "0002-00000904", cause: UnknownKey},
	{ec: "0002-00000039", cause: TwoSignatures},
	{ec: "0002-00000076", cause: AdditionalHeaders},
	{ec: "0002-00000077", cause: AdditionalHeaders},
	{ec: "0002-00000078", cause: AdditionalHeaders},
	{ec: "0002-00000112", cause: AdditionalHeaders},
	{ec: "0002-00000209", cause: AdditionalHeaders},
	{ec: "0002-00000210", cause: AdditionalHeaders},
	{ec: "0002-00000071", cause: SignatureMissing},
	{ec: "0002-00000072", cause: SignatureMissing},
	{ec: "0002-00000074", cause: SignatureMissing},
	{ec: "0002-00000217", cause: SignatureMissing},
	{ec: "0002-00000219", cause: SignatureMissing},
	{ec: "0003-00000002", cause: SignatureMissing},
	{code: "AccessDenied", message: "no signature", cause: SignatureMissing},
	{ec: "0002-00000061", cause: SignatureMalformed},
	{ec: "0002-00000062", cause: SignatureMalformed},
	{ec: "0002-00000063", cause: SignatureMalformed},
	{code: "InvalidObjectName", message: "utf-8", cause: PathEncoding},
	{code: "InvalidArgument", message: "more than one", cause: Repeated},
	{code: "InvalidArgument", message: "only by letter case", cause: Repeated},
	{code: "InvalidArgument", message: "x-oss-content-sha256", cause: HeaderChanged},
	{code: "InvalidArgument", message: "signature", cause: SignatureMalformed},
}

// refusal returns the verdict on what OSS found before it compared, nil if it
// did compare.
func (d *diagnosis) refusal() *Verdict {
	message := strings.ToLower(d.e.Message)
	for _, r := range refusals[:] {
		if (r.code == "" || r.code == d.e.Code) && (r.ec == "" || r.ec == d.e.EC) && strings.Contains(message, r.message) {
			return d.refine(&Verdict{Cause: r.cause})
		}
	}
	if d.e.Code == "" || d.e.Code == "SignatureDoesNotMatch" || d.theirText != "" || d.theirRequest != "" {
		return nil
	}
	return &Verdict{Cause: Unknown, Name: d.mentioned()}
}

// refine adds what the transcript tells.
func (d *diagnosis) refine(v *Verdict) *Verdict {
	scope := strings.Split(d.t.Scope, "/")
	switch v.Cause {
	case WrongRegion, WrongProduct, WrongDay:
		i := slices.Index(scopeCauses[:], v.Cause)
		if v.Name = scopeParts[i]; len(scope) > i {
			v.Ours = scope[i]
		}
		v.Theirs = expected(d.e.Message, v.Ours)
	case ClockSkew, Expired:
		d.times(v)
	case UnknownKey, TokenWrong:
		d.key(v)
	case SignatureMalformed:
		if d.t.URL && strings.Contains(d.t.Signature, "+") {
			v.Cause, v.Name = PlusOrBlank, "Signature"
			v.Explanation = "the signature holds a '+', which a URL that does not escape it turns into a blank"
		}
	case PathEncoding:
		v.Explanation = "the key did not arrive as UTF-8"
	case AdditionalHeaders, Repeated, HeaderChanged:
		v.Name = d.mentioned()
	}
	return v
}

// times names both times and which clock is ahead.
func (d *diagnosis) times(v *Verdict) {
	at, now := d.e.RequestTime, d.e.ServerTime
	if at.IsZero() {
		at = d.t.Time
	}
	if at.IsZero() || now.IsZero() {
		return
	}
	v.Name, v.Ours, v.Theirs = "time", at.UTC().Format(time.RFC3339), now.UTC().Format(time.RFC3339)
	order := " ahead of the server's"
	gap := at.Sub(now).Round(time.Second)
	if gap < 0 {
		gap, order = -gap, " behind the server's"
	}
	v.Explanation = "the time of the request is " + gap.String() + order
}

// key tells a key id that OSS does not know from one that lacks its token.
// Source: OSS gives out ids of temporary keys with the prefix STS. or TMP.
func (d *diagnosis) key(v *Verdict) {
	id, token := d.t.AccessKeyID, d.hasToken()
	temporary := strings.HasPrefix(id, "STS.") || strings.HasPrefix(id, "TMP.")
	v.Ours, v.Theirs = id, d.e.AccessKeyID
	if v.Ours == v.Theirs || v.Theirs == "" {
		v.Ours, v.Theirs = "", ""
	}
	name := d.misplacedToken()
	switch {
	case name != "":
		v.Cause, v.Name = TokenHeaderName, name
	case v.Cause == TokenWrong && !token:
		v.Explanation = "a security token arrived that was not signed"
	case v.Cause == TokenWrong || v.Ours != "":
	case token:
		v.Cause = TokenMissing
		v.Explanation = "OSS does not know the key id: the security token that was signed got lost on the way, or the id is not the token's"
	case temporary:
		v.Cause = TokenMissing
		v.Explanation = "the access key id is a temporary one, and the request was signed without its security token"
	}
}

func (d *diagnosis) hasToken() bool {
	for _, l := range d.lines {
		if l.Origin == transcript.OriginToken {
			return true
		}
		for _, p := range l.Parts {
			if p.Origin == transcript.OriginToken {
				return true
			}
		}
	}
	return false
}

// misplacedToken returns the name under which a token travels unseen by OSS.
func (d *diagnosis) misplacedToken() string {
	right := "x-oss-security-token"
	if d.t.URL && d.t.Version == transcript.V1 {
		right = "security-token"
	}
	wrong := ""
	for _, o := range d.t.LeftOut {
		if transcript.IsTokenName(o.Name) {
			wrong = o.Name
		}
	}
	for _, l := range d.lines {
		if l.Origin == transcript.OriginToken {
			return "" // in a header of its right name
		}
		for _, p := range l.Parts {
			if p.Name == right {
				return ""
			} else if transcript.IsTokenName(p.Name) {
				wrong = p.Name
			}
		}
	}
	return wrong
}

// mentioned returns the part of ours that the message names.
func (d *diagnosis) mentioned() string {
	message := " " + strings.ToLower(d.e.Message) + " "
	for _, l := range d.lines {
		names := []string{strings.ToLower(l.Name)}
		if l.Origin == transcript.OriginSigner {
			names[0], _, _ = strings.Cut(l.Text, ":")
		}
		for _, p := range l.Parts {
			names = append(names, p.Name)
		}
		for _, name := range names {
			if name != "" && (strings.Contains(message, `"`+strings.ToLower(name)+`"`) || strings.Contains(message, " "+strings.ToLower(name)+" ")) {
				return name
			}
		}
	}
	return ""
}

// expected returns the word of the message that it says was expected.
func expected(message, ours string) string {
	_, word, _ := strings.Cut(message, "expected")
	word = strings.TrimLeft(word, " :'\"`")
	if end := strings.IndexAny(word, " '\"`,.;"); end >= 0 {
		word = word[:end]
	}
	if word == ours || len(word) > 40 {
		return ""
	}
	return word
}
