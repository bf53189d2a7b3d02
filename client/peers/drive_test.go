package peers

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"example.com/ossmeta/client/osstest"
	"example.com/ossmeta/signer"
)

// A client is an official client and what is peculiar to it.
type client struct {
	name        string
	connect     func(*testing.T, connection) driver
	notModified refusal // what it makes of a 304
	restored    refusal // of the 200 for what is restored already; the zero refusal is success
	cleansPaths bool    // it removes dot segments ("a/../b") from what it has signed
	own         []step  // what no other client has
}

// A connection is what a client connects with.
type connection struct {
	version     signer.Version
	server      string // URL of the server
	endpoint    string
	cname       bool
	http        *http.Client // whose requests all go to the server; nil means the client's own, and path style
	credentials signer.Credentials
}

// A drive is one official client, connected to a server of its own.
type drive struct {
	driver
	client
	to     connection
	server *osstest.Server
	ahead  *atomic.Int64 // how much the server's clock is ahead, as a time.Duration
}

const (
	plain     = "peers-plain"     // a bucket without versioning
	versioned = "peers-versioned" // one with
	maxPages  = 100               // no client turns more pages than that
)

// steps are what every official client must be able to do. They keep out of
// each other's way.
var steps = []step{
	{"create bucket", createBucket, anyBucket},
	{"bucket info", showBucket, anyBucket},
	{"bucket list", listBuckets, anyBucket},
	{"bucket ACL", bucketACL, oneBucket},
	{"bucket of class IA", bucketClass, anyBucket},
	{"put and head", putAndHead, oneBucket},
	{"object meta", objectMeta, oneBucket},
	{"self-copy with REPLACE", replaceMetadata, oneBucket},
	{"self-copy with COPY", selfCopy, oneBucket},
	{"copy", copyElsewhere, anyBucket},
	{"copy with REPLACE", copyAndReplace, oneBucket},
	{"forbid overwrite", forbidOverwrite, oneBucket},
	{"keys", keys, oneBucket},
	{"conditions of HEAD and GET", readConditions, oneBucket},
	{"conditions of a copy", copyConditions, oneBucket},
	{"ranges", ranges, oneBucket},
	{"response overrides", overrides, oneBucket},
	{"missing key", missingKey, oneBucket},
	{"archived object", archive, oneBucket},
	{"list", list, oneBucket},
	{"list by pages", listPages, oneBucket},
	{"list with delimiter", listDelimiter, oneBucket},
	{"list with owner", listOwner, oneBucket},
	{"presigned GET", presignGet, oneBucket},
	{"presigned PUT", presignPut, oneBucket},
	{"presigned and tampered", presignTampered, oneBucket},
	{"presigned, too late or too early", presignExpired, oneBucket},
	{"append", appendObject, oneBucket},
	{"multipart", multipart, oneBucket},
	{"multipart by copying", multipartCopy, oneBucket},
	{"multipart refused", multipartRefused, oneBucket},
	{"multipart aborted", multipartAborted, oneBucket},
	{"tagging", tagging, oneBucket},
	{"object ACL", objectACL, oneBucket},
	{"symlink", symlink, oneBucket},
	{"versions", versions, anyBucket},
	{"versions listed", versionsListed, anyBucket},
	{"delete", deleteOne, oneBucket},
	{"delete many", deleteMany, anyBucket},
	{"STS token", securityToken, oneBucket},
	{"wrong credentials", wrongCredentials, oneBucket},
	{"tampered on the way", tampered, oneBucket},
	{"clock", clock, oneBucket},
	{"delete bucket", deleteBucket, anyBucket},
}

// A step is one thing that a client does, with all that must come of it.
type step struct {
	name  string
	run   func(*testing.T, *drive)
	needs reach
}

// A reach is which buckets a client gets to at its address.
type reach int

const (
	oneBucket reach = iota // the one that a CNAME stands for
	anyBucket
)

// A style is how a client addresses buckets.
type style struct {
	name     string
	endpoint string // "" means the server's own, which is an IP address
	cname    bool
	reach    reach
}

const (
	publicHost   = "oss-" + testRegion + ".aliyuncs.com"
	customDomain = "files.example.com"
)

var styles = []style{
	{name: "path-style", reach: anyBucket},
	{name: "virtual-hosted", endpoint: "http://" + publicHost, reach: anyBucket},
	{name: "cname", endpoint: "http://" + customDomain, cname: true},
}

// addresses reports whether a request that the server has seen is addressed in
// this style.
func (s style) addresses(r osstest.RequestRecord) bool {
	switch {
	case s.cname:
		return r.Host == customDomain
	case s.endpoint == "":
		return strings.HasPrefix(r.RequestURI, "/"+r.Bucket) && r.Host != publicHost
	case r.Bucket == "":
		return r.Host == publicHost
	}
	return r.Host == r.Bucket+"."+publicHost
}

// TestDrive has the official SDKs for Go drive osstest over a real socket, with
// signatures checked.
func TestDrive(t *testing.T) {
	driveAll(t, client{name: "sdk-v2", connect: newSDKV2, notModified: refusal{Status: http.StatusNotModified, Code: "BadErrorResponse"}})
	driveAll(t, client{name: "sdk-v1", connect: newSDKV1, notModified: refusal{Status: http.StatusNotModified}})
}

// driveAll takes a client through the steps, in each version and style.
func driveAll(t *testing.T, c client) {
	for _, version := range []signer.Version{signer.V4, signer.V1} {
		for _, style := range styles {
			t.Run(fmt.Sprintf("%s/%v/%s", c.name, version, style.name), func(t *testing.T) {
				t.Parallel()
				d := newDrive(t, c, version, style)
				for _, s := range slices.Concat(steps, c.own) {
					if s.needs <= style.reach {
						t.Run(s.name, func(t *testing.T) { s.run(t, d) })
					}
				}
				d.checkRequests(t, style)
			})
		}
	}
}

// newDrive starts a server and connects to it.
func newDrive(t *testing.T, c client, version signer.Version, style style) *drive {
	ahead := new(atomic.Int64)
	opt := osstest.Options{
		Region:      testRegion,
		Buckets:     []osstest.Bucket{{Name: plain}, {Name: versioned, Versioning: "Enabled"}},
		Credentials: []signer.Credentials{longTerm, temporary},
		Now:         func() time.Time { return time.Now().Add(time.Duration(ahead.Load())) },
	}
	if style.cname {
		opt.CNAME = map[string]string{customDomain: plain}
	}
	server := osstest.NewServer(opt)
	t.Cleanup(server.Close)
	to := connection{version: version, server: server.URL, endpoint: server.URL, cname: style.cname, credentials: longTerm}
	if style.endpoint != "" {
		to.endpoint, to.http = style.endpoint, server.Client()
	}
	return &drive{driver: c.connect(t, to), client: c, to: to, server: server, ahead: ahead}
}

// connectAs connects with other credentials.
func (d *drive) connectAs(t *testing.T, c signer.Credentials) driver {
	to := d.to
	to.credentials = c
	return d.connect(t, to)
}

// checkRequests checks that the client did sign in the version, and address in
// the style, that were meant. Only GetObject was tried without a signature.
func (d *drive) checkRequests(t *testing.T, style style) {
	inHeader, inURL := "OSS ", "&Signature="
	if d.to.version == signer.V4 {
		inHeader, inURL = "OSS4-HMAC-SHA256 ", "x-oss-signature="
	}
	for _, r := range d.server.Requests() {
		authorization := r.Header.Get("Authorization")
		anonymous := r.Operation == "GetObject" && !strings.Contains(r.RequestURI, "?")
		if !strings.HasPrefix(authorization, inHeader) && (authorization != "" || !strings.Contains(r.RequestURI, inURL) && !anonymous) {
			t.Errorf("%s %s is signed as %q", r.Method, r.RequestURI, authorization)
		}
		if !style.addresses(r) {
			t.Errorf("%s %s was sent to %s", r.Method, r.RequestURI, r.Host)
		}
	}
}

// setClock moves the server's clock for the rest of a step.
func (d *drive) setClock(t *testing.T, ahead time.Duration) {
	d.ahead.Store(int64(ahead))
	t.Cleanup(func() { d.ahead.Store(0) })
}
