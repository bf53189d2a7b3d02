package peers

import (
	"crypto/hmac"
	"crypto/sha1"
	"crypto/sha256"
	"net/http"
	"testing"
	"time"

	"github.com/aliyun/alibabacloud-oss-go-sdk-v2/oss"
	"github.com/aliyun/alibabacloud-oss-go-sdk-v2/oss/credentials"

	"example.com/ossmeta/signer"
)

// benchJob is a request with 8 headers, of which V4 and V1 sign 6.
func benchJob(version signer.Version) job {
	j := newJob(version)
	j.method, j.key = "PUT", "folder/object name.txt"
	j.header = headerOf("Content-Type", "text/plain", "Content-MD5", "eB5eJF1ptWaXm4bijSPyxw==",
		"Cache-Control", "no-cache", "User-Agent", "client",
		"x-oss-meta-author", "O. Henry", "x-oss-meta-price", "100 dollar",
		"x-oss-object-acl", "private", "x-oss-storage-class", "Standard")
	return j
}

// BenchmarkSign measures one signature in the header. floor is what no signer
// can save: for V4 one SHA-256 of the canonical request and one HMAC of the
// string to sign, for V1 one HMAC-SHA1, with reused state. ours returns the
// fields; ours-set also does what the SDK does: it sets them in the
// http.Header. Both of these then take them out again, so that every operation
// starts from the same unsigned request; nothing is cloned.
func BenchmarkSign(b *testing.B) {
	for _, version := range []signer.Version{signer.V4, signer.V1} {
		j := benchJob(version)
		b.Run("version="+version.String()+"/impl=floor", func(b *testing.B) { benchmarkFloor(b, &j) })
		b.Run("version="+version.String()+"/impl=ours", func(b *testing.B) { benchmarkOurs(b, &j, false) })
		b.Run("version="+version.String()+"/impl=ours-set", func(b *testing.B) { benchmarkOurs(b, &j, true) })
		b.Run("version="+version.String()+"/impl=sdk", func(b *testing.B) { benchmarkSDK(b, &j) })
	}
}

func benchmarkFloor(b *testing.B, j *job) {
	s, err := j.signer()
	if err != nil {
		b.Fatal(err)
	}
	transcript, err := s.Explain(j.request(), j.at)
	if err != nil {
		b.Fatal(err)
	}
	canonical, toSign := transcript.CanonicalRequest(), transcript.StringToSign()
	mac := hmac.New(sha256.New, make([]byte, 32))
	if j.version == signer.V1 {
		mac = hmac.New(sha1.New, []byte(j.credentials.AccessKeySecret))
	}
	sum := make([]byte, 0, 32)
	b.ReportAllocs()
	for b.Loop() {
		if j.version == signer.V4 {
			digest := sha256.Sum256(canonical)
			canonical[0] ^= digest[0] & 1 // keep it
		}
		mac.Reset()
		mac.Write(toSign)
		sum = mac.Sum(sum[:0])
	}
}

func benchmarkOurs(b *testing.B, j *job, set bool) {
	s, err := j.signer()
	if err != nil {
		b.Fatal(err)
	}
	request, header := j.request(), j.header
	request.Host = "" // the SDK's signer does not look at it
	b.ReportAllocs()
	for b.Loop() {
		signature, err := s.Sign(request, j.at)
		if err != nil {
			b.Fatal(err)
		}
		if set {
			for _, f := range signature.Fields {
				header.Set(f.Name, f.Value)
			}
			unsign(header)
		}
	}
}

func benchmarkSDK(b *testing.B, j *job) {
	context, s := j.sdk()
	b.ReportAllocs()
	for b.Loop() {
		if err := s.Sign(b.Context(), context); err != nil {
			b.Fatal(err)
		}
		unsign(context.Request.Header)
	}
}

func unsign(h http.Header) {
	delete(h, "Authorization")
	delete(h, "Date")
	delete(h, "X-Oss-Date")
	delete(h, "X-Oss-Content-Sha256")
}

// BenchmarkPresign measures one V4 URL for a GET, from bucket and key to the
// text of the URL, the clock read on the way: with our signer, and with the
// SDK's client.
func BenchmarkPresign(b *testing.B) {
	b.Run("version=V4/impl=ours", benchmarkOurPresign)
	b.Run("version=V4/impl=sdk", benchmarkSDKPresign)
}

func benchmarkOurPresign(b *testing.B) {
	j := newJob(signer.V4)
	j.at = time.Now()
	s, err := j.signer()
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := presign(s, "examplebucket", "folder/object name.txt"); err != nil {
			b.Fatal(err)
		}
	}
}

func benchmarkSDKPresign(b *testing.B) {
	client := oss.NewClient(oss.LoadDefaultConfig().WithRegion(testRegion).WithCredentialsProvider(
		credentials.NewStaticCredentialsProvider(longTerm.AccessKeyID, longTerm.AccessKeySecret)))
	b.ReportAllocs()
	for b.Loop() {
		request := &oss.GetObjectRequest{Bucket: oss.Ptr("examplebucket"), Key: oss.Ptr("folder/object name.txt")}
		if _, err := client.Presign(b.Context(), request, oss.PresignExpires(time.Hour)); err != nil {
			b.Fatal(err)
		}
	}
}

// presign returns a URL for a GET that is good for an hour.
func presign(s *signer.Signer, bucket, key string) (string, error) {
	r := signer.Request{Method: "GET", Bucket: bucket, Key: key}
	signature, err := s.Presign(&r, time.Now(), time.Hour)
	if err != nil {
		return "", err
	}
	query := make(map[string][]string, len(signature.Fields))
	for _, f := range signature.Fields {
		query[f.Name] = []string{f.Value}
	}
	url := make([]byte, 0, 512)
	url = append(url, "https://"...)
	url = append(url, bucket...)
	url = append(url, ".oss-cn-hangzhou.aliyuncs.com/"...)
	url = signer.AppendPath(url, key)
	url, err = signer.AppendQuery(append(url, '?'), query)
	return string(url), err
}
