package osstest_test

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"example.com/ossmeta/client/osstest"
	"example.com/ossmeta/headers"
	"example.com/ossmeta/xmlerr"
)

var tagging = map[string][]string{"tagging": {""}}

func TestTagging(t *testing.T) {
	o, w, c := still(t, osstest.Options{})
	o.PutObject(bucketName, "k", rich())
	c.move(time.Minute)
	w.do(request{method: "PUT", key: "k", query: tagging, body: `<?xml version="1.0"?>
<Tagging><TagSet>
  <Tag><Key>b</Key><Value>2 &amp; 3</Value></Tag>
</TagSet></Tagging>`}).want(t, 400, xmlerr.InvalidTag) // & is none of the characters
	w.do(request{method: "PUT", key: "k", query: tagging, body: `<?xml version="1.0"?>
<Tagging xmlns="http://doc.oss-cn-hangzhou.aliyuncs.com"><TagSet>
  <Tag><Key>b</Key><Value>2</Value></Tag>
  <Tag><Key>c</Key><Value></Value></Tag>
</TagSet></Tagging>`}).want(t, 200, "")
	got, _ := o.Object(bucketName, "k")
	if want := []headers.Tag{{Key: "b", Value: "2"}, {Key: "c"}}; !reflect.DeepEqual(got.Tags, want) || !got.LastModified.Equal(rich().LastModified) ||
		!reflect.DeepEqual(got.Header, rich().Header) {
		t.Errorf("%+v", got)
	}
	a := w.do(request{method: "GET", key: "k", query: tagging}).want(t, 200, "")
	if want := "<Tagging><TagSet><Tag><Key>b</Key><Value>2</Value></Tag><Tag><Key>c</Key><Value></Value></Tag></TagSet></Tagging>"; !strings.HasSuffix(a.body, want) {
		t.Errorf("%s\nwant %s", a.body, want)
	}
	w.do(request{method: "HEAD", key: "k"}).wantHeader(t, "x-oss-tagging-count", "2")
	w.do(request{method: "DELETE", key: "k", query: tagging}).want(t, 204, "")
	w.do(request{method: "HEAD", key: "k"}).wantHeader(t, "x-oss-tagging-count", "")
	if a := w.do(request{method: "GET", key: "k", query: tagging}).want(t, 200, ""); strings.Contains(a.body, "<Tag>") {
		t.Error(a.body)
	}
	for _, method := range []string{"GET", "DELETE"} {
		w.do(request{method: method, key: "none", query: tagging}).want(t, 404, xmlerr.NoSuchKey)
	}
}

func TestTagLimits(t *testing.T) {
	_, w, _ := still(t, osstest.Options{})
	for _, test := range []struct {
		tags string
		code xmlerr.Code
	}{
		{"a=1&b&c=", ""},
		{"Aa+-._:/9=%20%3D+", ""},
		{strings.Repeat("k", 128) + "=" + strings.Repeat("v", 256), ""},
		{"a&b&c&d&e&f&g&h&i&j", ""},
		{"a&b&c&d&e&f&g&h&i&j&k", xmlerr.InvalidTag},
		{"a=" + strings.Repeat("v", 257), xmlerr.InvalidTag},
		{"=v", xmlerr.InvalidTag},
		{"a=1&a=2", xmlerr.InvalidTag},
		{"a=%26", xmlerr.InvalidTag},
		{"%E4%B8%AD=1", xmlerr.InvalidTag},
		{"a=b=c", xmlerr.InvalidArgument},
		{"a&&b", xmlerr.InvalidArgument},
	} {
		a := w.do(request{method: "PUT", key: "k", header: []string{"x-oss-tagging", test.tags}})
		if test.code == "" {
			a.want(t, 200, "")
		} else {
			a.want(t, 400, test.code)
		}
	}
}

func TestTaggingBodyRefused(t *testing.T) {
	o, w, _ := still(t, osstest.Options{})
	o.PutObject(bucketName, "k", osstest.Object{})
	for body, code := range map[string]xmlerr.Code{
		"":                            xmlerr.MalformedXML,
		"<Tagging>":                   xmlerr.MalformedXML,
		"<Other/>":                    xmlerr.MalformedXML,
		strings.Repeat(" ", 64<<10):   xmlerr.MalformedXML,
		strings.Repeat(" ", 1+64<<10): xmlerr.MalformedXML,
		"<Tagging><TagSet><Tag><Key></Key><Value>v</Value></Tag></TagSet></Tagging>": xmlerr.InvalidTag,
	} {
		w.do(request{method: "PUT", key: "k", query: tagging, body: body}).want(t, 400, code)
	}
	w.do(request{method: "PUT", key: "k", query: tagging, body: "<Tagging/>", header: []string{"Content-MD5", "1B2M2Y8AsgTpgAmY7PhCfg=="}}).
		want(t, 400, xmlerr.InvalidDigest)
}
