package main

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"example.com/ossmeta/signer"
)

// check completes an order and refuses what the signer could not tell apart
// any more.
func (o *order) check() error {
	o.version = strings.ToLower(o.version)
	if o.version == "" {
		o.version = "v4"
	}
	if o.version != "v4" && o.version != "v1" {
		return errors.New(`"version" is neither v1 nor v4`)
	}
	if o.at < -62167219200 || o.at > 253402300799 { // 0000-01-01T00:00:00Z, 9999-12-31T23:59:59Z
		return errors.New(`"time" is not in a year from 0 to 9999`)
	}
	if o.expires < 0 || o.expires > int64(signer.MaxExpires/time.Second) {
		return fmt.Errorf(`"presign_seconds" is not from 1 to %d`, int64(signer.MaxExpires/time.Second))
	}
	query, err := parseQuery(o.query)
	if err != nil {
		return fmt.Errorf(`"query" %w`, err)
	}
	o.request.Query = query
	if o.scope.Date = ""; o.version == "v4" {
		o.scope.Date = signer.DateOf(time.Unix(o.at, 0))
	}
	return nil
}

// parseQuery reads an escaped query. It takes every character that may stand
// in one by RFC 3986 section 3.4 for itself, but '+', which some read as a
// blank, and ';', which some read as '&'. A name that comes twice is refused
// by the signer.
func parseQuery(escaped string) (map[string][]string, error) {
	if escaped == "" {
		return map[string][]string{}, nil
	}
	if escaped[0] == '?' {
		return nil, errors.New("begins with '?'; leave it out, or write %3F")
	}
	query := map[string][]string{}
	for parameter := range strings.SplitSeq(escaped, "&") {
		name, value, _ := strings.Cut(parameter, "=")
		name, err := unescapeQuery(name)
		if err != nil {
			return nil, err
		}
		if value, err = unescapeQuery(value); err != nil {
			return nil, err
		}
		query[name] = append(query[name], value)
	}
	return query, nil
}

func unescapeQuery(s string) (string, error) {
	const allowed = "-._~!$'()*,:@/?=%" // beside letters and digits
	for i := range len(s) {
		switch b := s[i]; {
		case b == '+':
			return "", errors.New("has a raw '+'; write %20 for a blank, %2B for a plus")
		case ('a' > b || b > 'z') && ('A' > b || b > 'Z') && ('0' > b || b > '9') && strings.IndexByte(allowed, b) < 0:
			_, n := utf8.DecodeRuneInString(s[i:])
			return "", fmt.Errorf("has a raw %q; write %s", s[i:i+n], signer.AppendPath(nil, s[i:i+n]))
		}
	}
	decoded, err := url.PathUnescape(s)
	if err != nil {
		return "", errors.New("has a '%' without two hexadecimal digits; '%' itself is %25")
	}
	return decoded, nil
}

// A keyring makes the signer for an order and keeps the last one, since
// requests in a row mostly have the same key.
type keyring struct {
	last  *signer.Signer
	key   signer.Credentials
	scope signer.Scope // no Date: V1
	names []string
}

func (k *keyring) signer(o *order) (*signer.Signer, error) {
	scope, names := o.scope, o.addition
	if o.version == "v1" {
		scope, names = signer.Scope{}, o.sub
	}
	if k.last != nil && k.key == o.key && k.scope == scope && slices.Equal(k.names, names) {
		return k.last, nil
	}
	made, err := (*signer.Signer)(nil), error(nil)
	if o.version == "v1" {
		made, err = signer.NewV1(o.key, names...)
	} else {
		made, err = signer.NewV4(o.key, scope, names...)
	}
	if err != nil {
		return nil, err
	}
	*k = keyring{made, o.key, scope, names}
	return made, nil
}

// explain returns the transcript of an order.
func (k *keyring) explain(o *order) (*signer.Transcript, error) {
	s, err := k.signer(o)
	if err != nil {
		return nil, err
	}
	at := time.Unix(o.at, 0)
	if o.expires > 0 {
		return s.ExplainPresign(&o.request, at, time.Duration(o.expires)*time.Second)
	}
	return s.Explain(&o.request, at)
}

// sign returns the signature of an order.
func (k *keyring) sign(o *order) (signer.Signature, error) {
	s, err := k.signer(o)
	if err != nil {
		return signer.Signature{}, err
	}
	at := time.Unix(o.at, 0)
	if o.expires > 0 {
		return s.Presign(&o.request, at, time.Duration(o.expires)*time.Second)
	}
	return s.Sign(&o.request, at)
}
