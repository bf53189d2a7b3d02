package client

import (
	"net/netip"
	"net/url"
	"strconv"
	"strings"

	"example.com/ossmeta/signer"
)

// addressing says where in a request its bucket is named.
type addressing int

const (
	virtualHosted addressing = iota // bucket.endpoint/key
	pathStyle                       // endpoint/bucket/key
	cname                           // endpoint/key
)

type endpoint struct {
	scheme string
	host   string // with the port, if there is one
	style  addressing
}

// parseEndpoint returns where cfg's requests go.
func parseEndpoint(cfg Config) (endpoint, error) {
	text := cfg.Endpoint
	if text == "" {
		if cfg.Region == "" {
			return endpoint{}, &ConfigError{"Endpoint", "", "is missing; set it, or Region for that region's public endpoint"}
		}
		text = "oss-" + cfg.Region + ".aliyuncs.com"
	}
	if !strings.Contains(text, "://") {
		text = "https://" + text
	}
	shown := cfg.Endpoint
	refuse := func(reason string) (endpoint, error) {
		return endpoint{}, &ConfigError{"Endpoint", shown, reason}
	}
	u, err := url.Parse(text)
	if err != nil || u.User != nil {
		shown = "" // there may be a password in it
		return refuse("is not a host, host:port, or URL of one; credentials have a field of their own")
	}
	u.Host = strings.TrimSuffix(strings.ToLower(u.Host), ".")
	port, portErr := strconv.ParseUint(u.Port(), 10, 16)
	switch {
	case strings.Trim(u.Hostname(), ".") == "" || u.RawQuery != "" || u.ForceQuery || u.Fragment != "" || strings.HasSuffix(u.Host, ":"):
		return refuse("is not a host, host:port, or URL of one")
	case u.Port() != "" && (portErr != nil || port == 0):
		return refuse("has a port that is none")
	case u.Scheme != "https" && u.Scheme != "http":
		return refuse("has a scheme other than https and http")
	case u.Path != "" && u.Path != "/":
		return refuse("has a path; what is signed would not be what is sent")
	case !isHost(u.Hostname()):
		return refuse("has a character that no host name has")
	case !strings.Contains(u.Hostname(), ".") && !isLocal(u.Hostname()) && !cfg.PathStyle && !cfg.CNAME:
		return refuse("has no dot; an endpoint is a host such as oss-cn-hangzhou.aliyuncs.com")
	case namesBucket(u.Hostname()) && !cfg.CNAME:
		return refuse("begins with a bucket's name; leave it out: Client.Bucket says which bucket")
	}
	e := endpoint{scheme: u.Scheme, host: u.Host}
	switch {
	case cfg.CNAME:
		e.style = cname
	case cfg.PathStyle || isLocal(u.Hostname()):
		e.style = pathStyle
	}
	return e, nil
}

// namesBucket reports a host such as bucket.oss-cn-hangzhou.aliyuncs.com or
// bucket.cn-hangzhou.oss.aliyuncs.com.
func namesBucket(host string) bool {
	_, rest, _ := strings.Cut(host, ".")
	return strings.HasSuffix(rest, ".oss.aliyuncs.com") || strings.HasPrefix(rest, "oss-") && !strings.HasPrefix(rest, "oss-cloudbox") && strings.HasSuffix(rest, ".aliyuncs.com")
}

func isHost(s string) bool {
	_, err := netip.ParseAddr(s)
	return err == nil || !strings.ContainsFunc(s, func(r rune) bool { return !isRegionLetter(r) && r != '.' && r != '_' })
}

// isLocal reports a host that can have no bucket in front of it.
func isLocal(host string) bool {
	_, err := netip.ParseAddr(host)
	return err == nil || strings.EqualFold(host, "localhost")
}

// regionOf returns the region to sign for, "" where none is needed or known.
func regionOf(cfg Config, host string) (string, error) {
	named := regionInHost(host)
	region := cfg.Region
	refuse := func(reason string) (string, error) { return "", &ConfigError{"Region", region, reason} }
	switch trimmed := strings.TrimSuffix(strings.TrimPrefix(region, "oss-"), "-internal"); {
	case region != trimmed:
		return refuse("is part of an endpoint's name; the region id is " + `"` + trimmed + `"`)
	case region == "" && named != "":
		return named, nil
	case region == "" && cfg.Signature == signer.V4 && cfg.Credentials != nil:
		return refuse("is missing, and the endpoint does not name one; V4 signs the region id, such as cn-hangzhou")
	case region != "" && !isRegion(region):
		return refuse("is not made of lower-case letters, digits and hyphens")
	case region != "" && named != "" && region != named && (cfg.Product == "" || cfg.Product == "oss"):
		return refuse("is not the region of the endpoint, " + named)
	case region != "" && cfg.Endpoint == "" && !strings.Contains(region, "-"):
		return refuse("is not a region id, which begins with a country or area, such as cn-" + region)
	}
	return region, nil
}

func isRegion(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return !isRegionLetter(r) })
}

func isRegionLetter(r rune) bool {
	return r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '-'
}

// regionInHost returns the region that an endpoint names:
//
//	oss-<region>.aliyuncs.com            public
//	oss-<region>-internal.aliyuncs.com   internal
//	<region>.oss.aliyuncs.com            dual-stack
//
// and "" for all others. The acceleration endpoints serve every region, and
// the names of the finance ones are not their regions' ids. Source: OSS help,
// "Regions and endpoints".
func regionInHost(host string) string {
	host, _, _ = strings.Cut(host, ":")
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

// url returns the URL of an object, a bucket (key "") or the service (both
// ""), without a query. Path is what RawPath, our own escaping, decodes to, so
// that net/url sends RawPath as it is.
func (e endpoint) url(bucket, key string) url.URL {
	u := url.URL{Scheme: e.scheme, Host: e.host}
	prefix := "/"
	switch {
	case bucket == "" || e.style == cname:
	case e.style == pathStyle:
		prefix = "/" + bucket + "/"
	default:
		u.Host = bucket + "." + e.host
	}
	u.Path = prefix + key
	var path [256]byte // enough for most
	u.RawPath = string(signer.AppendPath(append(path[:0], prefix...), key))
	return u
}
