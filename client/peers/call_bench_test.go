package peers

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"path"
	"strconv"
	"testing"
)

var (
	small = newPayload("1KiB", 1<<10)
	large = newPayload("64MiB", 64<<20)
)

// headHeader is what OSS answers to HeadObject.
var headHeader = http.Header{
	"Accept-Ranges": {"bytes"}, "Cache-Control": {"no-cache"}, "Content-Length": {"344606"},
	"Content-Md5": {"1B2M2Y8AsgTpgAmY7PhCfg=="}, "Content-Type": {"text/plain"}, "Date": {"Fri, 24 Feb 2012 07:32:52 GMT"},
	"Etag": {`"fba9dede5f27731c9771645a39863328"`}, "Last-Modified": {"Fri, 24 Feb 2012 06:07:48 GMT"}, "Server": {"AliyunOSS"},
	"X-Oss-Hash-Crc64ecma": {"10148921217013230148"}, "X-Oss-Meta-Author": {"O. Henry"}, "X-Oss-Meta-Price": {"100 dollar"},
	"X-Oss-Object-Type": {"Normal"}, "X-Oss-Request-Id": {"559CC9BDC755F95A64485981"}, "X-Oss-Server-Time": {"5"},
	"X-Oss-Storage-Class": {"Standard"},
}

const copyDocument = `<?xml version="1.0" encoding="UTF-8"?>
<CopyObjectResult>
  <ETag>"5B3C1A2E053D763E1B002CC607C5A0FE"</ETag>
  <LastModified>2018-02-24T09:41:56.000Z</LastModified>
</CopyObjectResult>`

// answerOf returns header and body of the answer to a call.
func answerOf(r *http.Request) (http.Header, []byte) {
	h := headHeader.Clone()
	if r.Method == http.MethodHead {
		return h, nil
	}
	var body []byte
	if r.Header.Get("x-oss-copy-source") != "" {
		body = []byte(copyDocument)
	} else {
		o := small
		if path.Base(r.URL.Path) == large.key {
			o = large
		}
		h.Set("x-oss-hash-crc64ecma", o.crc)
		if r.Method == http.MethodGet {
			body = o.content
		}
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	return h, body
}

// serveCall answers as OSS would, as fast as net/http can.
func serveCall(w http.ResponseWriter, r *http.Request) {
	io.Copy(io.Discard, r.Body)
	h, body := answerOf(r)
	for name, values := range h {
		w.Header()[name] = values
	}
	w.Write(body)
}

// answerCall answers without a server.
func answerCall(r *http.Request) *http.Response {
	if r.Body != nil {
		io.Copy(io.Discard, r.Body)
		r.Body.Close()
	}
	h, body := answerOf(r)
	resp := &http.Response{StatusCode: http.StatusOK, ProtoMajor: 1, ProtoMinor: 1, Header: h, Body: http.NoBody, Request: r}
	if len(body) > 0 {
		resp.Body, resp.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	}
	return resp
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// instant is a transport that takes no time but that of answerCall.
var instant = roundTrip(func(r *http.Request) (*http.Response, error) { return answerCall(r), nil })

// callsOnLoopback returns callers of a server of their own.
func callsOnLoopback(tb testing.TB) []caller {
	server := httptest.NewServer(http.HandlerFunc(serveCall))
	tb.Cleanup(server.Close)
	callers, err := newCallers(server.URL, nil)
	if err != nil {
		tb.Fatal(err)
	}
	return callers
}

func callsWithoutServer(tb testing.TB) []caller {
	callers, err := newCallers("http://oss-cn-hangzhou.aliyuncs.com", instant)
	if err != nil {
		tb.Fatal(err)
	}
	return callers
}

// A measured is one kind of call.
type measured struct {
	name string
	of   func(caller) func(context.Context) error
	size int64 // of the body
}

var (
	measuredHead    = measured{"HeadObject", func(c caller) func(context.Context) error { return c.head }, 0}
	measuredReplace = measured{"ReplaceObjectMeta", func(c caller) func(context.Context) error { return c.replace }, 0}
	measuredPresign = measured{"PresignGetObject", func(c caller) func(context.Context) error { return c.presign }, 0}
)

func measuredPut(o payload) measured {
	return measured{"PutObject-" + o.key, func(c caller) func(context.Context) error {
		return func(ctx context.Context) error { return c.put(ctx, o) }
	}, int64(len(o.content))}
}

func measuredGet(o payload) measured {
	return measured{"GetObject-" + o.key, func(c caller) func(context.Context) error {
		return func(ctx context.Context) error { return c.get(ctx, o) }
	}, int64(len(o.content))}
}

// BenchmarkCall measures calls over loopback, one after the other and many at
// once. impl=net/http is the floor: it sends what ours sends, signature and
// all, and reads the answer. It computes no CRC-64 of a body, as the others do
// but for SDK V2's GetObject.
func BenchmarkCall(b *testing.B) {
	callers := callsOnLoopback(b)
	for _, m := range []measured{measuredHead, measuredReplace, measuredPut(small), measuredGet(small), measuredPut(large), measuredGet(large)} {
		for _, c := range callers {
			b.Run("call="+m.name+"/mode=serial/impl="+c.name, m.serial(c))
			if m.size < int64(len(large.content)) {
				b.Run("call="+m.name+"/mode=parallel/impl="+c.name, m.parallel(c))
			}
		}
	}
}

// BenchmarkClient measures what a call costs without a network.
func BenchmarkClient(b *testing.B) {
	for _, m := range []measured{measuredHead, measuredReplace, measuredPresign} {
		for _, c := range callsWithoutServer(b) {
			if m.of(c) != nil {
				b.Run("call="+m.name+"/impl="+c.name, m.serial(c))
			}
		}
	}
}

func (m measured) serial(c caller) func(*testing.B) {
	call := m.of(c)
	return func(b *testing.B) {
		b.SetBytes(m.size)
		b.ReportAllocs()
		for b.Loop() {
			if err := call(b.Context()); err != nil {
				b.Fatal(err)
			}
		}
	}
}

func (m measured) parallel(c caller) func(*testing.B) {
	call := m.of(c)
	return func(b *testing.B) {
		b.SetBytes(m.size)
		b.ReportAllocs()
		b.SetParallelism(8)
		b.RunParallel(func(p *testing.PB) {
			for p.Next() {
				if err := call(b.Context()); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
}
