package diagnose_test

import (
	"strings"
	"testing"

	"example.com/ossmeta/signer"
	. "example.com/ossmeta/signer/diagnose"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

type complaint struct {
	name    string
	setup   setup // zero: V4, header, long-term
	request signer.Request
	change  func(*wire) // on the way
	want    Verdict     // without Explanation and Remedy
	says    string      // a part of the sentence
}

func v1() setup                     { return setup{version: signer.V1} }
func inURL(s setup) setup           { s.url = true; return s }
func put(key string) signer.Request { return signer.Request{Method: "PUT", Key: key} }
func get(key string, q ...string) (r signer.Request) {
	r = signer.Request{Method: "GET", Key: key, Query: map[string][]string{}}
	for i := 0; i < len(q); i += 2 {
		r.Query[q[i]] = []string{q[i+1]}
	}
	return r
}

func with(r signer.Request, name, value string) signer.Request {
	r.Header = map[string][]string{name: {value}}
	return r
}

func sets(name, value string) func(*wire) {
	return func(w *wire) { w.header[name] = []string{value} }
}

func drops(name string) func(*wire) { return func(w *wire) { delete(w.header, name) } }

func replaces(old, new string) func(*wire) {
	return func(w *wire) {
		w.path, w.query = strings.ReplaceAll(w.path, old, new), strings.ReplaceAll(w.query, old, new)
	}
}

func canonical(line int, name, ours, theirs string) Verdict {
	return Verdict{Stage: StageCanonical, Line: line, Name: name, Ours: ours, Theirs: theirs}
}

func toSign(line int, name, ours, theirs string) Verdict {
	return Verdict{Stage: StageToSign, Line: line, Name: name, Ours: ours, Theirs: theirs}
}

// A verdict takes its cause.
type verdict Verdict

func (v verdict) of(c Cause) Verdict { v.Cause = c; return Verdict(v) }

const process = "image/watermark,text_5a+L5/kv"

var complaints = []complaint{
	// Presigned URLs and the headers that go with them.
	// aliyun-oss-go-sdk#121, #317, #391: Postman, Java and browsers add a Content-Type.
	{"Content-Type added, V1", inURL(v1()), put("a"), sets("content-type", "application/x-www-form-urlencoded"),
		verdict(toSign(3, "content-type", "", "application/x-www-form-urlencoded")).of(ContentTypeAdded), "sign the Content-Type that will be sent"},
	// alibabacloud-oss-go-sdk-v2#25: fetch() sends multipart/form-data.
	{"multipart by fetch", inURL(setup{}), put("a"), sets("content-type", "multipart/form-data; boundary=x"),
		verdict(canonical(4, "content-type", "", "multipart/form-data; boundary=x")).of(ContentTypeAdded), ""},
	// ali-oss#485: a URL that was signed for GET is used for PUT.
	{"URL for GET used for PUT", inURL(setup{}), get("a"), func(w *wire) { w.method = "PUT"; w.header["content-type"] = []string{"image/png"} },
		verdict(canonical(1, "", "GET", "PUT")).of(MethodChanged), "sign for the method"},
	// ali-oss#1293: React Native sends image/jpeg for image/jpg.
	{"another Content-Type", inURL(setup{}), with(put("a.jpg"), "Content-Type", "image/jpg"), sets("content-type", "image/jpeg"),
		verdict(canonical(4, "content-type", "image/jpg", "image/jpeg")).of(ContentTypeChanged), ""},
	// aliyun-oss-php-sdk#158: image/jpeg is added with a file; OnceMi.AspNetCore.OSS#22, #36 by .NET.
	{"Content-Type of a file", inURL(v1()), put("a.jpg"), sets("content-type", "image/jpeg"),
		verdict(toSign(3, "content-type", "", "image/jpeg")).of(ContentTypeAdded), ""},
	// aliyun-oss-php-sdk#252: Content-Type is signed and not sent.
	{"Content-Type signed, not sent", inURL(v1()), with(put("a"), "Content-Type", "text/plain"), drops("content-type"),
		verdict(toSign(3, "content-type", "text/plain", "")).of(ContentTypeMissing), "or sign without"},
	// aliyun-oss-go-sdk#79: a signed URL is opened in a browser, which asks with GET.
	{"URL opened in a browser", inURL(v1()), put("a"), func(w *wire) { w.method = "GET" }, verdict(toSign(1, "", "PUT", "GET")).of(MethodChanged), ""},
	// aws-sdk-go-v2#1474, minio-go#1535: metadata in a presigned PUT: who must send what?
	{"metadata signed, not sent", inURL(setup{}), with(put("a"), "x-oss-meta-a", "1"), drops("x-oss-meta-a"),
		verdict(canonical(4, "x-oss-meta-a", "1", "")).of(HeaderMissing), ""},
	// aws-sdk-go-v2#2702, minio-js#972: metadata sent and not signed.
	{"metadata sent, not signed", inURL(setup{}), put("a"), sets("x-oss-meta-a", "1"), verdict(canonical(4, "x-oss-meta-a", "", "1")).of(HeaderAdded), ""},
	// alibabacloud-oss-java-sdk-v2#122: signed for another endpoint than the one asked.
	{"another endpoint", inURL(setup{names: []string{"host"}}), with(get("a"), "Host", "b.oss-cn-hangzhou-internal.aliyuncs.com"), sets("host", "cdn.example.com"),
		verdict(canonical(4, "host", "b.oss-cn-hangzhou-internal.aliyuncs.com", "cdn.example.com")).of(HeaderChanged), ""},

	// Query parameters.
	// aliyun-oss-java-sdk#327: base64 text in x-oss-process, sent without escaping.
	{"plus in x-oss-process, V1", inURL(v1()), get("a", "x-oss-process", process), replaces("%2B", "+"),
		verdict(toSign(5, "x-oss-process", process, "image/watermark,text_5a L5/kv")).of(PlusOrBlank), "plus as %2B"},
	{"plus in x-oss-process, V4", setup{}, get("a", "x-oss-process", process), replaces("%2B", "+"),
		verdict(canonical(3, "x-oss-process", process, "image/watermark,text_5a L5/kv")).of(PlusOrBlank), ""},
	// ali-oss#1310: response-* and a token beside the process.
	{"response-* unsigned, with a token", inURL(setup{version: signer.V1, credentials: temporary}), get("a", "x-oss-process", "style/x"),
		func(w *wire) { w.add("response-content-type=text%2Fplain") },
		verdict(toSign(5, "response-content-type", "", "text/plain")).of(QueryAdded), ""},
	// ali-oss#672: x-oss-process is added to a signed URL.
	{"process added to a signed URL", inURL(setup{}), get("a"), func(w *wire) { w.add("x-oss-process=style%2Fx") },
		verdict(canonical(3, "x-oss-process", "", "style/x")).of(QueryAdded), "every parameter"},
	// aliyun-sdk-js#132: a Chinese file name, sent in GBK.
	{"file name in GBK", inURL(setup{}), get("a", "response-content-disposition", "filename=中"), replaces("%E4%B8%AD", "%D6%D0"),
		verdict(canonical(3, "response-content-disposition", "filename=中", `filename=\xd6\xd0`)).of(QueryEncoding), "beyond ASCII"},
	// aliyun-oss-ruby-sdk#68: the '?' of the process is escaped into the key,
	// which V1 cannot tell from a query.
	{"query escaped into the key", v1(), get("a.jpg", "x-oss-process", "style/x"), func(w *wire) { w.path, w.query = w.path+"%3F"+w.query, "" },
		Verdict{}, ""},
	{"query escaped into the key, V4", setup{}, get("a.jpg", "x-oss-process", "style"), func(w *wire) { w.path, w.query = w.path+"%3F"+w.query, "" },
		verdict(canonical(2, "", "/examplebucket/a.jpg", "/examplebucket/a.jpg?x-oss-process=style")).of(PathEncoding), "into the path"},
	// flutter_oss_aliyun#48, aliyun-oss-c-sdk#15: a sub-resource that a list lacks.
	{"sub-resource not in the list", v1(), get("", "brandNew", ""), nil, verdict(toSign(5, "brandNew", "", "")).of(SubResource), "name it as a sub-resource"},

	// Keys.
	// aliyun-oss-go-sdk#439: '+' in a key.
	{"plus in a key, V1", v1(), get("+.pdf"), replaces("%2B", "%20"), verdict(toSign(5, "", "/examplebucket/+.pdf", "/examplebucket/ .pdf")).of(PlusOrBlank), ""},
	// aliyun-oss-java-sdk#377, #241, aliyun-oss-python-sdk#405.
	{"plus in a key, V4", setup{}, get("+.pdf"), replaces("%2B", "%20"), verdict(canonical(2, "", "/examplebucket/+.pdf", "/examplebucket/ .pdf")).of(PlusOrBlank), ""},
	{"key normalized", setup{}, get("a//b"), replaces("//", "/"), verdict(canonical(2, "", "/examplebucket/a//b", "/examplebucket/a/b")).of(PathChanged), "normalized"},
	// aliyun-oss-go-sdk#59: a Chinese key, escaped twice.
	{"Chinese key escaped twice", inURL(v1()), get("中"), replaces("%E4%B8%AD", "%25E4%25B8%25AD"), verdict(toSign(5, "", "/examplebucket/中", "/examplebucket/%E4%B8%AD")).of(PathEncoding), ""},
	// aliyun-oss-ruby-sdk#9 (beta): '#' and '%' in keys.
	{"Chinese key in GBK", setup{}, get("中"), replaces("%E4%B8%AD", "%D6%D0"), Verdict{Cause: PathEncoding}, "UTF-8"},
	{"hash in a key", setup{}, get("a#b"), replaces("%23b", ""), verdict(canonical(2, "", "/examplebucket/a#b", "/examplebucket/a")).of(PathEncoding), "'#'"},
	{"percent in a key", setup{}, get("a%41"), replaces("%2541", "A"), verdict(canonical(2, "", "/examplebucket/a%41", "/examplebucket/aA")).of(PathEncoding), "decoded once more"},
	// ali-oss#681, obsidian-image-manager#10: the key was given escaped.
	{"key given escaped", v1(), get("a%20b"), replaces("%2520", "%20"), verdict(toSign(5, "", "/examplebucket/a%20b", "/examplebucket/a b")).of(PathEncoding), "raw key"},

	// Characters and case of metadata.
	// aliyun-oss-java-sdk#456, ali-oss#266: Chinese metadata.
	{"Chinese metadata", setup{}, with(put("a"), "x-oss-meta-a", "中文"), sets("x-oss-meta-a", "??"), verdict(canonical(6, "x-oss-meta-a", "中文", "??")).of(HeaderCharset), "encode the value"},
	// minio-py#764.
	{"à as mojibake", v1(), with(put("a"), "x-oss-meta-a", "à"), sets("x-oss-meta-a", "Ã\u00a0"), verdict(toSign(5, "x-oss-meta-a", "à", `Ã\u00a0`)).of(HeaderCharset), ""},
	// outline#13480: signed as UTF-8 and sent as Latin-1.
	{"Latin-1", setup{}, with(put("a"), "x-oss-meta-a", "Café"), sets("x-oss-meta-a", "Caf\xe9"), verdict(canonical(6, "x-oss-meta-a", "Café", `Caf\xe9`)).of(HeaderCharset), ""},
	// aliyun-oss-csharp-sdk#100: Content-Disposition, where it is signed.
	{"Content-Disposition", setup{names: []string{"content-disposition"}}, with(put("a"), "Content-Disposition", "filename=é"), sets("content-disposition", "filename=?"),
		verdict(canonical(4, "content-disposition", "filename=é", "filename=?")).of(HeaderCharset), ""},
	// aliyun-oss-java-sdk#225: '_' in a name.
	{"underscore", setup{}, with(put("a"), "x-oss-meta-a_b", "1"), drops("x-oss-meta-a_b"), verdict(canonical(6, "x-oss-meta-a_b", "1", "")).of(HeaderMissing), "'_'"},
	// aws-sdk-js#716: names that differ only by case become one header.
	{"names that differ by case", setup{}, with(put("a"), "x-oss-meta-a", "1"), sets("x-oss-meta-a", "1, 2"), verdict(canonical(6, "x-oss-meta-a", "1", "1, 2")).of(HeaderJoined), ""},

	// Region and product.
	// alibabacloud-oss-go-sdk-v2#29.
	{"region without country", setup{region: "hangzhou"}, get("a"), nil, Verdict{Cause: WrongRegion, Name: "region", Ours: "hangzhou", Theirs: "cn-hangzhou"}, "cn-hangzhou"},
	// alibabacloud-oss-go-sdk-v2#85.
	{"internal region", setup{region: "cn-hangzhou-internal"}, get("a"), nil, Verdict{Cause: WrongRegion, Name: "region", Ours: "cn-hangzhou-internal", Theirs: "cn-hangzhou"}, "-internal"},
	// aliyun-oss-wordpress#50: the acceleration endpoint taken for a region.
	{"accelerate as a region", inURL(setup{region: "oss-accelerate"}), get("a"), nil, Verdict{Cause: WrongRegion, Name: "region", Ours: "oss-accelerate", Theirs: "cn-hangzhou"}, ""},

	// oss-browser#41, aliyun-oss-website-action#20: a blank around the pasted secret.
	{"wrong secret", setup{credentials: signer.Credentials{AccessKeyID: longTerm.AccessKeyID, AccessKeySecret: "pasted"}}, get("a"), nil, Verdict{Cause: WrongSecret}, "without blanks"},
	// A CDN asks with GET for a HEAD.
	{"HEAD became GET", setup{}, signer.Request{Method: "HEAD", Key: "a"}, func(w *wire) { w.method = "GET" }, verdict(canonical(1, "", "HEAD", "GET")).of(MethodChanged), "CDN"},
	// The token as header security-token (Python V2 and Java V2 under V1).
	{"token under another name", setup{version: signer.V1, credentials: signer.Credentials{AccessKeyID: temporary.AccessKeyID, AccessKeySecret: temporary.AccessKeySecret}},
		with(get("a"), "security-token", temporary.SecurityToken), nil, Verdict{Cause: TokenHeaderName, Name: "security-token"}, "x-oss-security-token"},
}

func TestComplaints(t *testing.T) {
	for _, tt := range complaints {
		t.Run(tt.name, func(t *testing.T) {
			s, r := tt.setup, tt.request
			if s.region == "" {
				s.region = region
			}
			if s.credentials.IsZero() {
				s.credentials = longTerm
			}
			s.at, r.Bucket = at, "examplebucket"
			w, transcript := send(t, s, &r)
			if tt.change != nil {
				tt.change(w)
			}
			e, refused := answer(t, w, at)
			if refused != (tt.want != Verdict{}) {
				t.Fatalf("refused: %v", refused)
			}
			if !refused {
				return
			}
			got := Diagnose(transcript, e)
			checkText(t, got)
			if diff := cmp.Diff(tt.want, got, cmpopts.IgnoreFields(Verdict{}, "Explanation", "Remedy")); diff != "" {
				t.Errorf("verdict (-want +got):\n%s\n%v", diff, got)
			}
			if !strings.Contains(got.String(), tt.says) {
				t.Errorf("%q does not say %q", got, tt.says)
			}
		})
	}
}
