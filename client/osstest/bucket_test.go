package osstest_test

import (
	"encoding/xml"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"example.com/ossmeta/client/osstest"
	"example.com/ossmeta/xmlerr"
)

// at is the wire to another bucket, or with "" to the service.
func (w *wire) at(bucket string) *wire {
	host := "oss-cn-hangzhou.aliyuncs.com"
	if bucket != "" {
		host = bucket + "." + host
	}
	return w.with(func(w *wire) { w.base, w.bucket = "http://"+host, bucket })
}

func TestPutBucket(t *testing.T) {
	_, w, _ := still(t, osstest.Options{})
	const config = "<CreateBucketConfiguration>%s</CreateBucketConfiguration>"
	for _, test := range []struct {
		name, bucket, acl, config string
		status                    int
		code                      xmlerr.Code
		want                      string // class, redundancy and ACL afterwards
	}{
		{"plain", "one", "", "", 200, "", "Standard LRS private"},
		{"again", "one", "", "", 200, "", "Standard LRS private"},
		{"again with an ACL", "one", "public-read", "", 200, "", "Standard LRS public-read"},
		{"again without", "one", "", "", 200, "", "Standard LRS public-read"},
		{"again with its class", "one", "", "<StorageClass>Standard</StorageClass>", 200, "", "Standard LRS public-read"},
		{"again with another class", "one", "", "<StorageClass>IA</StorageClass>", 409, xmlerr.BucketAlreadyExists, "Standard LRS public-read"},
		{"again with another redundancy", "one", "", "<DataRedundancyType>ZRS</DataRedundancyType>", 409, xmlerr.BucketAlreadyExists, "Standard LRS public-read"},
		{"with everything", "two", "public-read-write", "<StorageClass>IA</StorageClass><DataRedundancyType>ZRS</DataRedundancyType>", 200, "", "IA ZRS public-read-write"},
		{"bad class", "three", "", "<StorageClass>Cold</StorageClass>", 400, xmlerr.InvalidArgument, ""},
		{"bad redundancy", "three", "", "<DataRedundancyType>XRS</DataRedundancyType>", 400, xmlerr.InvalidArgument, ""},
		{"bad ACL", "three", "default", "", 400, xmlerr.InvalidArgument, ""},
		{"bad XML", "three", "", "<StorageClass>", 400, xmlerr.MalformedXML, ""},
		{"bad name", "Three", "", "", 400, xmlerr.InvalidBucketName, ""},
		{"short name", "th", "", "", 400, xmlerr.InvalidBucketName, ""},
		{"hyphen", "-three", "", "", 400, xmlerr.InvalidBucketName, ""},
	} {
		r := request{method: "PUT"}
		if test.acl != "" {
			r.header = []string{"x-oss-acl", test.acl}
		}
		if test.config != "" {
			r.body = fmt.Sprintf(config, test.config)
		}
		path := w.with(func(w *wire) { w.base, w.bucket = "http://127.0.0.1/"+test.bucket, test.bucket })
		if a := path.do(r); a.status != test.status || a.err != nil && a.err.Code != test.code {
			t.Errorf("%s: %d %v", test.name, a.status, a.err)
		}
		if test.want != "" {
			info := path.info()
			if got := strings.Join([]string{info.StorageClass, info.DataRedundancyType, info.Grant}, " "); got != test.want {
				t.Errorf("%s: %q, want %q", test.name, got, test.want)
			}
		}
	}
	w.at("two").do(request{method: "PUT", key: "k"}).want(t, 200, "")
	w.at("two").do(request{method: "HEAD", key: "k"}).want(t, 200, "").wantHeader(t, "x-oss-storage-class", "IA")
	w.at("four").anonymous().do(request{method: "PUT"}).want(t, 403, xmlerr.AccessDenied)
	w.at("four").do(request{method: "HEAD"}).want(t, 404, xmlerr.NoSuchBucket)
}

func TestTooManyBuckets(t *testing.T) {
	_, w, _ := still(t, osstest.Options{Buckets: []osstest.Bucket{}})
	for i := range 100 {
		w.at(fmt.Sprintf("bucket-%02d", i)).do(request{method: "PUT"}).want(t, 200, "")
	}
	w.at("another").do(request{method: "PUT"}).want(t, 400, xmlerr.TooManyBuckets)
	w.at("bucket-07").do(request{method: "PUT"}).want(t, 200, "")
	w.at("bucket-07").do(request{method: "DELETE"}).want(t, 204, "")
	w.at("another").do(request{method: "PUT"}).want(t, 200, "")
}

// TestDeleteBucket: only an empty bucket can be deleted.
func TestDeleteBucket(t *testing.T) {
	o, w := inVersioned(t, "Enabled")
	remove := request{method: "DELETE"}
	full := func(why string) {
		t.Helper()
		if a := w.do(remove).want(t, 409, xmlerr.BucketNotEmpty); a.err.EC != "0015-00000301" || a.err.Extra["BucketName"] != bucketName {
			t.Errorf("%s: %+v", why, a.err)
		}
	}
	o.PutObject(bucketName, "k", osstest.Object{})
	full("an object")
	w.do(request{method: "DELETE", key: "k"}).want(t, 204, "")
	full("a version and a delete marker")
	for _, v := range o.Versions(bucketName, "k") {
		w.do(request{method: "DELETE", key: "k", query: queryOf("versionId", v.VersionID)}).want(t, 204, "")
	}
	id := w.initiate("k")
	full("an upload")
	w.do(request{method: "DELETE", key: "k", query: queryOf("uploadId", id)}).want(t, 204, "")
	w.anonymous().do(remove).want(t, 403, xmlerr.AccessDenied)
	w.do(remove).want(t, 204, "")
	w.do(remove).want(t, 404, xmlerr.NoSuchBucket)
	w.do(request{method: "GET"}).want(t, 404, xmlerr.NoSuchBucket)
	w.do(request{method: "PUT", key: "k"}).want(t, 404, xmlerr.NoSuchBucket)
	w.do(request{method: "PUT"}).want(t, 200, "")
	if got := w.info(); got.Versioning != "" { // nothing is left of the old one
		t.Errorf("versioning %q", got.Versioning)
	}
}

// A bucketInfo is what GetBucketInfo tells.
type bucketInfo struct {
	Name, CreationDate, Location, StorageClass, DataRedundancyType, Versioning, ExtranetEndpoint, IntranetEndpoint string
	HierarchicalNamespace, ResourceGroupId                                                                         string
	SSEAlgorithm                                                                                                   string `xml:"ServerSideEncryptionRule>SSEAlgorithm"`
	KMSMasterKeyID                                                                                                 string `xml:"ServerSideEncryptionRule>KMSMasterKeyID"`
	BlockPublicAccess                                                                                              bool
	Grant                                                                                                          string `xml:"AccessControlList>Grant"`
	Owner                                                                                                          struct{ ID, DisplayName string }
}

func (w *wire) info() bucketInfo {
	w.t.Helper()
	var doc struct {
		XMLName xml.Name `xml:"BucketInfo"`
		Bucket  bucketInfo
	}
	a := w.do(request{method: "GET", query: queryOf("bucketInfo", "")}).want(w.t, 200, "")
	if err := xml.Unmarshal([]byte(a.body), &doc); err != nil {
		w.t.Fatal(err)
	}
	return doc.Bucket
}

func TestGetBucketInfo(t *testing.T) {
	_, w, _ := still(t, osstest.Options{Buckets: []osstest.Bucket{
		{Name: bucketName, Versioning: "Suspended", BlockPublicAccess: true, ACL: "public-read", DataRedundancyType: "ZRS"},
	}})
	got := w.info()
	if got.Owner.ID == "" || got.Owner.DisplayName == "" || got.ResourceGroupId == "" {
		t.Errorf("owner %+v, resource group %q", got.Owner, got.ResourceGroupId)
	}
	got.Owner, got.ResourceGroupId = bucketInfo{}.Owner, ""
	want := bucketInfo{Name: bucketName, CreationDate: "2024-01-02T03:04:05.000Z", Location: "oss-cn-hangzhou", StorageClass: "Standard",
		DataRedundancyType: "ZRS", Versioning: "Suspended", ExtranetEndpoint: "oss-cn-hangzhou.aliyuncs.com",
		IntranetEndpoint: "oss-cn-hangzhou-internal.aliyuncs.com", BlockPublicAccess: true, Grant: "public-read", SSEAlgorithm: "None"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	_, w, _ = still(t, osstest.Options{Buckets: []osstest.Bucket{
		{Name: bucketName, HierarchicalNamespace: true, ServerSideEncryption: "KMS", KMSKeyID: "key-id"},
	}})
	if got := w.info(); got.HierarchicalNamespace != "Enabled" || got.SSEAlgorithm != "KMS" || got.KMSMasterKeyID != "key-id" {
		t.Errorf("%+v", got)
	}
	a := w.do(request{method: "GET", query: queryOf("location", "")}).want(t, 200, "")
	if !strings.HasSuffix(a.body, "<LocationConstraint>oss-cn-hangzhou</LocationConstraint>") {
		t.Errorf("%s", a.body)
	}
	w.do(request{method: "HEAD"}).want(t, 200, "").wantHeader(t, "x-oss-bucket-region", "oss-cn-hangzhou")
}

func TestListBuckets(t *testing.T) {
	_, w, c := still(t, osstest.Options{Buckets: []osstest.Bucket{{Name: "a-one", StorageClass: "IA"}, {Name: "b-one"}}})
	c.move(time.Hour)
	w.at("a-two").do(request{method: "PUT"}).want(t, 200, "")
	type page struct {
		XMLName                    xml.Name `xml:"ListAllMyBucketsResult"`
		Prefix, Marker, NextMarker string
		MaxKeys                    int
		IsTruncated                string
		Owner                      struct{ ID, DisplayName string }
		Buckets                    []struct {
			Name, CreationDate, Location, Region, StorageClass, ExtranetEndpoint, IntranetEndpoint string
		} `xml:"Buckets>Bucket"`
	}
	list := func(pairs ...string) (p page, names string) {
		a := w.at("").do(request{method: "GET", query: queryOf(pairs...)}).want(t, 200, "")
		if err := xml.Unmarshal([]byte(a.body), &p); err != nil {
			t.Fatal(err)
		}
		for _, b := range p.Buckets {
			names += b.Name + " "
		}
		return p, names
	}
	for _, test := range []struct {
		want  string
		pairs []string
	}{
		{"a-one a-two b-one ", nil}, {"a-one a-two ", []string{"prefix", "a"}}, {"b-one ", []string{"marker", "a-two"}},
		{"a-two b-one ", []string{"marker", "a-one", "max-keys", "2"}}, {"", []string{"prefix", "x"}},
	} {
		if p, names := list(test.pairs...); names != test.want || p.Prefix+p.Marker+p.NextMarker+p.IsTruncated != "" || p.Owner.ID == "" {
			t.Errorf("%v: %q in %+v", test.pairs, names, p)
		}
	}
	p, names := list("prefix", "a", "max-keys", "1")
	if names != "a-one " || p.Prefix != "a" || p.IsTruncated != "true" || p.NextMarker != "a-one" || p.MaxKeys != 1 {
		t.Errorf("%q in %+v", names, p)
	}
	if b := p.Buckets[0]; b.CreationDate != "2024-01-02T03:04:05.000Z" || b.Location != "oss-cn-hangzhou" || b.Region != "cn-hangzhou" || b.StorageClass != "IA" {
		t.Errorf("%+v", b)
	}
	w.at("").do(request{method: "GET", query: queryOf("max-keys", "1001")}).want(t, 400, xmlerr.InvalidArgument)
	w.at("").anonymous().do(request{method: "GET"}).want(t, 403, xmlerr.AccessDenied)
}
