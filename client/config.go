package client

import (
	"cmp"
	"context"
	"errors"
	"math/rand/v2"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"example.com/ossmeta/client/internal/endpoint"
	"example.com/ossmeta/headers"
	"example.com/ossmeta/signer"
)

// A Config says which OSS a Client talks to and how. It is read once, by New;
// later changes to it have no effect.
type Config struct {
	_ [0]func() // no comparing, no unkeyed literals

	// Endpoint is the host to talk to, with an optional scheme and port:
	// "oss-cn-hangzhou.aliyuncs.com", "oss-cn-hangzhou-internal.aliyuncs.com",
	// "http://127.0.0.1:9000", "https://static.example.com" (with CNAME). The
	// scheme is https unless it says http. It has no path. "" means the public
	// endpoint of Region.
	Endpoint string

	// Region is the region id, such as "cn-hangzhou". "" means the one that
	// Endpoint names: public, internal and dual-stack endpoints do,
	// acceleration, finance, CNAME and IP endpoints do not. V4 needs a region;
	// V1 and anonymous requests do not.
	Region string

	// Product is the product that V4 signs; "" means "oss". A cloud box has
	// "oss-cloudbox", with its id as Region.
	Product string

	// Credentials returns what to sign with. It is called for every request,
	// from several goroutines at once, and should be quick; package
	// credentials has implementations. nil means anonymous requests; a
	// function that returns empty credentials is an error.
	Credentials func(context.Context) (signer.Credentials, error)

	// CredentialsRefused, if set, is given the credentials that OSS refused with
	// InvalidAccessKeyId, InvalidSecurityToken or SecurityTokenExpired: they were
	// revoked, or have expired while the local clock is slow. After it returned
	// the request is sent once more, with what Credentials gives then. For a
	// credentials.Cache it is the method Invalidate. It is called from several
	// goroutines at once.
	CredentialsRefused func(signer.Credentials)

	// Signature is the signature version; the zero value is V4.
	Signature signer.Version

	// SignedHeaders names headers that V4 signs on every request beyond the
	// ones it always does (OSS's AdditionalHeaders), such as "host". V1 has
	// no such thing.
	SignedHeaders []string

	// PathStyle puts the bucket in the path, /bucket/key, instead of in the
	// host name. OSS itself refuses that on its public endpoints. It is
	// implied for IP addresses and localhost, unless CNAME is set.
	PathStyle bool

	// CNAME says that Endpoint is a domain bound to the one bucket that is
	// used: the bucket is then neither in the host nor in the path.
	CNAME bool

	// HTTPClient sends the requests. It is copied, not modified; redirects are
	// refused whatever it says, because they would carry a security token to
	// another host. nil means a client fit for OSS: HTTP/1.1, a
	// proxy from the environment, 64 idle connections, and at most 5 seconds
	// to connect, 10 for TLS and 60 for the header of an answer, which has
	// at most 256 KiB.
	HTTPClient *http.Client

	// UserAgent is sent with every request; "" means "ossmeta".
	UserAgent string

	// MaxAttempts is how often a request is tried at most, the first time
	// included; 0 means 3. What is tried again: see the package documentation.
	MaxAttempts int

	// RequesterPays says that whoever asks pays for it, not the bucket's owner:
	// every request carries x-oss-request-payer: requester.
	RequesterPays bool

	// Now is the local clock; nil means time.Now.
	Now func() time.Time

	// OnSign, if set, is given the transcript of every signature, before the
	// request is sent or its URL returned: what was signed, line by line, without
	// secrets. It is called from several goroutines at once.
	OnSign func(context.Context, *signer.Transcript)

	// OnAttempt, if set, is told of every request after its answer has come, or
	// has failed to come. It is called from several goroutines at once, and
	// should be quick.
	OnAttempt func(context.Context, Attempt)
}

// A ConfigError says which field of a Config cannot be used.
type ConfigError struct {
	Field, Value, Reason string
}

func (e *ConfigError) Error() string {
	return "oss: config: " + (&ArgumentError{e.Field, e.Value, e.Reason}).Error()
}

// New returns a Client for cfg. The error joins a *ConfigError for every field
// that cannot be used. New sends nothing.
func New(cfg Config) (*Client, error) {
	cfg.UserAgent = cmp.Or(cfg.UserAgent, "ossmeta")
	cfg.MaxAttempts = cmp.Or(cfg.MaxAttempts, 3)
	cfg.SignedHeaders = slices.Clone(cfg.SignedHeaders)
	cfg.HTTPClient = httpClient(cfg.HTTPClient)
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	e, err := parseEndpoint(&cfg)
	region, regionErr := regionOf(&cfg, e)
	if err := errors.Join(append([]error{err, regionErr}, checkConfig(&cfg)...)...); err != nil {
		return nil, err
	}
	return &Client{cfg: cfg, send: sender(cfg.HTTPClient), endpoint: e, region: region, random: rand.N[time.Duration]}, nil
}

func checkConfig(cfg *Config) (errs []error) {
	v1 := cfg.Signature == signer.V1
	for _, fault := range [...]struct {
		is                   bool
		field, value, reason string
	}{
		{!v1 && cfg.Signature != signer.V4, "Signature", cfg.Signature.String(), "is neither V4 nor V1"},
		{v1 && len(cfg.SignedHeaders) > 0, "SignedHeaders", strings.Join(cfg.SignedHeaders, ";"), "goes with V4; V1 has no additional headers"},
		{cfg.PathStyle && cfg.CNAME, "PathStyle", "", "and CNAME exclude each other"},
		{cfg.CNAME && cfg.Endpoint == "", "CNAME", "", "needs an Endpoint, the domain that is bound to the bucket"},
		{!isRegion(cfg.Product), "Product", cfg.Product, "is not made of lower-case letters, digits and hyphens"},
		{cfg.MaxAttempts < 0, "MaxAttempts", strconv.Itoa(cfg.MaxAttempts), "is negative"},
		{headers.CheckField("User-Agent", cfg.UserAgent) != nil, "UserAgent", cfg.UserAgent, "is not a header value"},
	} {
		if fault.is {
			errs = append(errs, &ConfigError{fault.field, fault.value, fault.reason})
		}
	}
	for _, name := range cfg.SignedHeaders {
		if !headers.ValidName(name) || strings.Contains(name, "_") || strings.EqualFold(name, "authorization") {
			errs = append(errs, &ConfigError{"SignedHeaders", name, "is not a header that can be signed"})
		}
	}
	return errs
}

// parseEndpoint returns where cfg's requests go.
func parseEndpoint(cfg *Config) (endpoint.Endpoint, error) {
	style := endpoint.VirtualHosted
	switch {
	case cfg.CNAME:
		style = endpoint.CNAME
	case cfg.PathStyle:
		style = endpoint.PathStyle
	}
	e, err := endpoint.Parse(cfg.Endpoint, cfg.Region, style)
	if refused, ok := asType[*endpoint.Error](err); ok {
		err = &ConfigError{"Endpoint", refused.Text, refused.Reason}
	}
	return e, err
}

// regionOf returns the region to sign for, "" where none is needed or known.
func regionOf(cfg *Config, e endpoint.Endpoint) (string, error) {
	named := e.Region()
	if reason := regionFault(cfg, named); reason != "" {
		return "", &ConfigError{"Region", cfg.Region, reason}
	}
	return cmp.Or(cfg.Region, named), nil
}

// regionFault says what is wrong with cfg's region where the endpoint names that
// one, or none, and "" if nothing is.
func regionFault(cfg *Config, named string) string {
	region := cfg.Region
	switch trimmed := strings.TrimSuffix(strings.TrimPrefix(region, "oss-"), "-internal"); {
	case region != trimmed:
		return "is part of an endpoint's name; the region id is " + `"` + trimmed + `"`
	case region == "" && named == "" && cfg.Signature == signer.V4 && cfg.Credentials != nil:
		return "is missing, and the endpoint does not name one; V4 signs the region id, such as cn-hangzhou"
	case region != "" && !isRegion(region):
		return "is not made of lower-case letters, digits and hyphens"
	case region != "" && named != "" && region != named && (cfg.Product == "" || cfg.Product == "oss"):
		return "is not the region of the endpoint, " + named
	case region != "" && cfg.Endpoint == "" && !strings.Contains(region, "-"):
		return "is not a region id, which begins with a country or area, such as cn-" + region
	}
	return ""
}

func isRegion(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '-' })
}
