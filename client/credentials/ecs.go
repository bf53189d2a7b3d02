package credentials

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"time"
)

// The metadata service of ECS: help.aliyun.com, "View instance metadata".
const (
	metadataURL = "http://100.100.100.200"
	tokenPath   = "/latest/api/token"
	rolesPath   = "/latest/meta-data/ram/security-credentials/"
	tokenTTL    = "X-aliyun-ecs-metadata-token-ttl-seconds"
	tokenHeader = "X-aliyun-ecs-metadata-token"
)

// ECSRoleOptions are the options of ECSRole. They are read once; nil and the
// zero value are the defaults.
type ECSRoleOptions struct {
	Options

	// BaseURL is where the metadata service is: scheme, host and port, for
	// tests. "" means http://100.100.100.200.
	BaseURL string

	// DangerouslyWithoutToken asks the service in its normal mode. Then
	// everything on the instance that can be made to send a GET can read the
	// credentials. It is for old images, whose service gives no token.
	DangerouslyWithoutToken bool
}

// ECSRole returns a Cache of the credentials that the metadata service of an
// ECS instance gives for its RAM role. role is the role's name; "" means the one
// that is attached to the instance, which is looked up every time.
//
// The service is asked in its security hardening mode: for a token first, which
// then goes with every question. It is never asked through a proxy, and
// redirects are refused. It must accept the connection within 2 seconds. At most
// 64 KiB are read. A failure is a *MetadataError.
func ECSRole(role string, o *ECSRoleOptions) *Cache {
	if o == nil {
		o = &ECSRoleOptions{}
	}
	m := &metadata{base: strings.TrimSuffix(o.BaseURL, "/"), role: role, withoutToken: o.DangerouslyWithoutToken, http: metadataClient()}
	if m.base == "" {
		m.base = metadataURL
	}
	return NewCache(m.fetch, &o.Options)
}

// metadataClient keeps no connection: there is a question every few hours.
func metadataClient() *http.Client {
	return &http.Client{
		Transport: &http.Transport{
			Proxy:             nil,
			DialContext:       (&net.Dialer{Timeout: 2 * time.Second}).DialContext,
			DisableKeepAlives: true,
		},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// metadata is the metadata service of an instance.
type metadata struct {
	base, role   string
	withoutToken bool
	http         *http.Client
}

func (m *metadata) fetch(ctx context.Context) (Temporary, error) {
	header := http.Header{}
	if !m.withoutToken {
		ttl := http.Header{}
		ttl.Set(tokenTTL, "60")
		token, err := m.ask(ctx, http.MethodPut, tokenPath, ttl)
		if err != nil {
			return Temporary{}, err
		}
		if len(token) == 0 { // asking without one would be the normal mode
			return Temporary{}, &MetadataError{Path: tokenPath, Status: http.StatusOK, Reason: "the token is empty"}
		}
		header.Set(tokenHeader, string(token))
	}
	role := m.role
	if role == "" {
		name, err := m.ask(ctx, http.MethodGet, rolesPath, header)
		if err != nil {
			return Temporary{}, err
		}
		role = string(name)
	}
	if !isRole(role) {
		return Temporary{}, &MetadataError{Path: rolesPath, Reason: "the name of the RAM role is not made of up to 64 letters, digits, dots and hyphens"}
	}
	body, err := m.ask(ctx, http.MethodGet, rolesPath+role, header)
	if err != nil {
		return Temporary{}, err
	}
	t, wrong := parseDocument(body)
	if wrong == "" && t.Expiration.IsZero() {
		wrong = "has no Expiration"
	}
	if wrong != "" {
		return Temporary{}, &MetadataError{Path: rolesPath + role, Status: http.StatusOK, Reason: "the answer " + wrong}
	}
	return t, nil
}

// isRole reports a name that RAM allows, which also is one segment of a path.
func isRole(name string) bool {
	foreign := func(r rune) bool { return !isAlphanumeric(r) && !strings.ContainsRune("-_.", r) }
	return 0 < len(name) && len(name) <= 64 && !strings.ContainsFunc(name, foreign) && strings.Trim(name, ".") != ""
}

// ask returns the body of a successful answer, without blanks around it.
func (m *metadata) ask(ctx context.Context, method, path string, header http.Header) ([]byte, error) {
	failed := func(status int, reason string, err error) ([]byte, error) {
		return nil, &MetadataError{path, status, reason, err}
	}
	req, err := http.NewRequestWithContext(ctx, method, m.base+path, nil)
	if err != nil {
		return failed(0, "BaseURL is not a URL", nil)
	}
	req.Header = header
	resp, err := m.http.Do(req)
	if err != nil {
		return failed(0, "no answer; this is no ECS instance, its metadata service is off, or it lets no container ask", unquoted(errors.Unwrap(err))) // without the URL
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return failed(resp.StatusCode, m.advice(resp.StatusCode, path), nil)
	}
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxDocument+1))
	switch {
	case err != nil:
		return failed(resp.StatusCode, "the answer broke off", unquoted(err))
	case len(body) > maxDocument:
		return failed(resp.StatusCode, "the answer has more than 64 KiB", nil)
	}
	return bytes.TrimSpace(body), nil
}

// unquoted returns err, but not if it may quote what came. net/http does that with
// a line that it cannot read, and in such a line may stand the secret.
func unquoted(err error) error {
	if errors.As(err, new(net.Error)) || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return err
	}
	return nil
}

// advice says what to do about an answer that is no success.
func (m *metadata) advice(status int, path string) string {
	switch {
	case status/100 == 3:
		return "redirects are refused; this is no metadata service"
	case path == tokenPath:
		return "there is no token; update the image's cloud-init to 23.2.2, or set DangerouslyWithoutToken"
	case m.withoutToken && (status == http.StatusForbidden || status == http.StatusUnauthorized):
		return "it wants a token; do not set DangerouslyWithoutToken"
	case status == http.StatusNotFound && path == rolesPath:
		return "the instance has no RAM role; attach one"
	case status == http.StatusNotFound:
		return "the instance does not have this RAM role; attach it, or give no name"
	}
	return "try again"
}

// A MetadataError says why the metadata service gave no credentials, and what
// to do about it.
type MetadataError struct {
	Path   string // what was asked for
	Status int    // the HTTP status, or 0 if there was no answer
	Reason string
	Err    error // what went wrong on the way, or nil
}

func (e *MetadataError) Error() string {
	text := "credentials: ECS metadata service: " + e.Path + ": "
	if e.Status != 0 && e.Status != http.StatusOK {
		text += fmt.Sprintf("HTTP %d: ", e.Status)
	}
	text += e.Reason
	if e.Err != nil {
		text += ": " + e.Err.Error()
	}
	return text
}

// Unwrap returns e.Err.
func (e *MetadataError) Unwrap() error { return e.Err }
