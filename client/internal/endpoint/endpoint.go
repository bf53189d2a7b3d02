// Package endpoint knows where requests to OSS go: its host names, and where in a
// request its bucket is named.
package endpoint

import (
	"net/netip"
	"net/url"
	"strconv"
	"strings"

	"example.com/ossmeta/signer"
)

// An Addressing says where in a request its bucket is named.
type Addressing int

// The places of a bucket's name.
const (
	VirtualHosted Addressing = iota // bucket.endpoint/key
	PathStyle                       // endpoint/bucket/key
	CNAME                           // endpoint/key
)

// An Endpoint is where requests go. It is made by Parse.
type Endpoint struct {
	scheme string
	host   string // with the port, if there is one
	style  Addressing
}

// An Error says why a text is not an endpoint.
type Error struct {
	Text   string // "" if there may be a password in it
	Reason string
}

func (e *Error) Error() string { return "endpoint " + strconv.Quote(e.Text) + " " + e.Reason }

// Parse returns the endpoint that text names, a host with an optional scheme and
// port; "" means the public one of region. The addressing of an IP address or
// localhost is PathStyle, unless it is CNAME. The error is an *Error.
func Parse(text, region string, style Addressing) (Endpoint, error) {
	shown := text
	refuse := func(reason string) (Endpoint, error) { return Endpoint{}, &Error{shown, reason} }
	if text == "" {
		if region == "" {
			return refuse("is missing; set it, or Region for that region's public endpoint")
		}
		text = "oss-" + region + ".aliyuncs.com"
	}
	if !strings.Contains(text, "://") {
		text = "https://" + text
	}
	u, err := url.Parse(text)
	if err != nil || u.User != nil {
		shown = "" // there may be a password in it
		return refuse("is not a host, host:port, or URL of one; credentials have a field of their own")
	}
	u.Host = strings.TrimSuffix(strings.ReplaceAll(strings.ToLower(u.Host), ".:", ":"), ".") // the root's dot
	if style == VirtualHosted && isLocal(u.Hostname()) {
		style = PathStyle
	}
	if reason := fault(u, style); reason != "" {
		return refuse(reason)
	}
	return Endpoint{u.Scheme, u.Host, style}, nil
}

// fault says what is wrong with the URL of an endpoint, "" if nothing is.
func fault(u *url.URL, style Addressing) string {
	host := u.Hostname()
	port, err := strconv.ParseUint(u.Port(), 10, 16)
	switch {
	case host == "" || strings.Contains("."+host, "..") || u.RawQuery != "" || u.ForceQuery || u.Fragment != "" || strings.HasSuffix(u.Host, ":"):
		return "is not a host, host:port, or URL of one"
	case u.Port() != "" && (err != nil || port == 0):
		return "has a port that is none"
	case u.Scheme != "https" && u.Scheme != "http":
		return "has a scheme other than https and http"
	case u.Path != "" && u.Path != "/":
		return "has a path; what is signed would not be what is sent"
	case !isHost(host):
		return "has a character that no host name has"
	case !strings.Contains(host, ".") && style == VirtualHosted:
		return "has no dot; an endpoint is a host such as oss-cn-hangzhou.aliyuncs.com"
	case namesBucket(host) && style != CNAME:
		return "begins with a bucket's name; leave it out: Client.Bucket says which bucket"
	}
	return ""
}

// namesBucket reports a host such as bucket.oss-cn-hangzhou.aliyuncs.com or
// bucket.cn-hangzhou.oss.aliyuncs.com.
func namesBucket(host string) bool {
	_, rest, _ := strings.Cut(host, ".")
	return strings.HasSuffix(rest, ".oss.aliyuncs.com") || strings.HasPrefix(rest, "oss-") && !strings.HasPrefix(rest, "oss-cloudbox") && strings.HasSuffix(rest, ".aliyuncs.com")
}

func isHost(s string) bool {
	_, err := netip.ParseAddr(s)
	return err == nil || !strings.ContainsFunc(s, func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9') && !strings.ContainsRune("-._", r)
	})
}

// isLocal reports a host that can have no bucket in front of it.
func isLocal(host string) bool {
	_, err := netip.ParseAddr(host)
	return err == nil || strings.EqualFold(host, "localhost")
}

// Region returns the region that the endpoint names:
//
//	oss-<region>.aliyuncs.com            public
//	oss-<region>-internal.aliyuncs.com   internal
//	<region>.oss.aliyuncs.com            dual-stack
//
// and "" for all others. The acceleration endpoints serve every region, and
// the names of the finance ones are not their regions' ids. Source: OSS help,
// "Regions and endpoints".
func (e Endpoint) Region() string {
	host, _, _ := strings.Cut(e.host, ":")
	name, ok := strings.CutSuffix(host, ".aliyuncs.com")
	if !ok {
		return ""
	}
	region, ok := strings.CutSuffix(name, ".oss")
	if !ok {
		region, ok = strings.CutPrefix(name, "oss-")
		region = strings.TrimSuffix(region, "-internal")
	}
	if !ok || strings.Contains(region, ".") || strings.HasPrefix(region, "accelerate") ||
		strings.Contains(region, "finance") || strings.Contains(region, "hzjbp") {
		return ""
	}
	return region
}

// URL returns the URL of an object, a bucket (key "") or the service (both
// ""), without a query. Path is what RawPath, our own escaping, decodes to, so
// that net/url sends RawPath as it is.
func (e Endpoint) URL(bucket, key string) url.URL {
	u := url.URL{Scheme: e.scheme, Host: e.host}
	prefix := "/"
	switch {
	case bucket == "" || e.style == CNAME:
	case e.style == PathStyle:
		prefix = "/" + bucket + "/"
	default:
		u.Host = bucket + "." + e.host
	}
	u.Path = prefix + key
	var path [256]byte // enough for most
	u.RawPath = string(signer.AppendPath(append(path[:0], prefix...), key))
	return u
}
