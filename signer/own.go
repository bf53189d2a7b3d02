package signer

import (
	"strconv"
	"time"
)

// ownFields returns the header fields that sign a request, but for
// Authorization: all that may stand in the header only as the signer has them.
func (s *Signer) ownFields(date string) []Field {
	if s.version == V1 {
		return append(make([]Field, 0, 3), Field{"Date", date}, Field{nameToken, *s.token})
	}
	return append(make([]Field, 0, 4),
		Field{nameDate, date}, Field{nameContentSHA256, unsignedPayload}, Field{nameToken, *s.token})
}

// ownParameters returns the query parameters that sign a URL, but for the
// signature.
func (s *Signer) ownParameters(date string, life time.Duration, additional string) []Field {
	own := make([]Field, 0, 7)
	if s.version == V1 {
		return append(own, Field{nameAccessKeyIDV1, s.accessKeyID}, Field{nameExpiresV1, date}, Field{nameTokenV1, *s.token})
	}
	return append(own, Field{nameVersion, algorithmV4}, Field{nameCredential, s.credential}, Field{nameDate, date},
		Field{nameExpires, strconv.FormatInt(int64(life/time.Second), 10)},
		Field{nameAdditional, additional}, Field{nameToken, *s.token})
}

// sent returns own without what has no value.
func sent(own []Field) []Field {
	kept := own[:0]
	for _, f := range own {
		if f.Value != "" {
			kept = append(kept, f)
		}
	}
	return kept
}

// formNames are the query parameters that tell a signed URL.
var formNames = [...]string{nameCredential, nameVersion, nameSignature, nameSignatureV1, nameAccessKeyIDV1}

// checkForm refuses a query that has another signature than the one that is made: OSS
// answers a request with two of them with InvalidArgument, EC 0002-00000039.
func (s *Signer) checkForm(r *Request, url bool) error {
	foreign := formNames[:]
	switch {
	case len(r.Query) == 0:
		return nil
	case url && s.version == V4:
		foreign = foreign[2:]
	case url:
		foreign = foreign[:4]
	}
	for _, name := range foreign {
		if len(r.Query[name]) > 0 {
			return &RequestError{"query", name, ReasonURLForm}
		}
	}
	return nil
}
