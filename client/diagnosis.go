//go:build !nodiagnosis

package client

import (
	"strings"

	"example.com/ossmeta/signer/diagnose"
	"example.com/ossmeta/xmlerr"
)

// diagnose compares what was signed with what the server says of it, if it
// refused the signature. Signing is pure: what is explained here is what was
// signed.
func (s signing) diagnose(answer *xmlerr.Error) *diagnose.Verdict {
	if s.key == nil || answer.Code != xmlerr.SignatureDoesNotMatch && !strings.HasPrefix(answer.EC, "0002-") {
		return nil // EC 0002-… are the faults of signatures
	}
	transcript, err := s.key.signer.Explain(s.r, s.at)
	if err != nil {
		return nil
	}
	evidence := diagnose.Evidence{Code: string(answer.Code), EC: answer.EC, Message: answer.Message, ServerTime: answer.ServerTime}
	if e := answer.Evidence; e != nil {
		evidence.AccessKeyID, evidence.SignatureProvided = e.AccessKeyID, e.SignatureProvided
		evidence.StringToSign, evidence.StringToSignBytes = e.StringToSign, e.StringToSignBytes
		evidence.CanonicalRequest, evidence.CanonicalRequestBytes = e.CanonicalRequest, e.CanonicalRequestBytes
	}
	verdict := diagnose.Diagnose(transcript, evidence)
	return &verdict
}
