package signer

import (
	"strconv"
	"strings"
)

// ownFields returns the header fields that sign a request, but for
// Authorization: all that may stand in the header only as the signer has them,
// and the ones among them that it sets. One without a value may not stand there.
func (s *Signer) ownFields(date string) (all, set []Field) {
	all, set = make([]Field, 3, 4), nil
	if s.version == V4 {
		all[0], all[1] = Field{nameDate, date}, Field{nameContentSHA256, unsignedPayload}
		set = all
	} else { // some servers take x-oss-date for Date
		all[0], all[1] = Field{nameDate, date}, Field{"Date", date}
		set = all[1:]
	}
	all[2] = Field{nameToken, *s.token}
	if *s.token == "" {
		set = set[:len(set)-1]
	}
	return all, set
}

// ownParameters returns the query parameters that sign a URL, but for the
// signature. One without a value may not stand there.
func (s *Signer) ownParameters(date string, seconds int64, additional string) []Field {
	if s.version == V1 {
		return append(make([]Field, 0, 4), Field{nameAccessKeyIDV1, s.accessKeyID}, Field{nameExpiresV1, date}, Field{nameTokenV1, *s.token})
	}
	return append(make([]Field, 0, 7), Field{nameVersion, algorithmV4}, Field{nameCredential, s.credential}, Field{nameDate, date},
		Field{nameExpires, strconv.FormatInt(seconds, 10)}, Field{nameAdditional, additional}, Field{nameToken, *s.token})
}

// formNames are the query parameters that tell a signed URL.
var formNames = [...]string{nameSignature, nameSignatureV1, nameCredential, nameVersion, nameAccessKeyIDV1}

// checkForm refuses what belongs to another signature than the one that is
// made: OSS answers a request with two of them with InvalidArgument, EC
// 0002-00000039, and a token in the header of a signed URL with InvalidRequest.
func (s *Signer) checkForm(r *Request, url bool) error {
	for _, name := range formNames {
		if len(r.Query) == 0 {
			break
		}
		ours := url && (name == nameCredential || name == nameVersion) == (s.version == V4)
		if len(r.Query[name]) > 0 && (!ours || name == nameSignatureV1 || name == nameSignature) {
			return &RequestError{"query", name, ReasonURLForm}
		}
	}
	if url {
		for name, values := range r.Header {
			if len(values) > 0 && (strings.EqualFold(name, nameAuthorization) || strings.EqualFold(name, nameToken)) {
				return &RequestError{"header", name, ReasonHeaderForm}
			}
		}
	}
	return nil
}
