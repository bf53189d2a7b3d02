package main

import (
	"context"
	"fmt"
	"time"

	"example.com/ossmeta/signer/diagnose"
	"example.com/ossmeta/xmlerr"
)

// diagnoseError says why OSS refused a signature, from the request in the JSON
// of sign and the file with the answer's body. It sends nothing, and what it
// says holds neither secret nor token.
func diagnoseError(ctx context.Context, c *call) error {
	answer, err := readAnswer(c.args[0])
	if err != nil {
		return err
	}
	in := c.stdin
	if len(c.args) == 2 && c.args[1] != "-" {
		file, err := openFile(c.args[1])
		if err != nil {
			return err
		}
		defer file.Close()
		in = file
	}
	var o order
	if err := c.orderFrom(ctx, &o, in); err != nil {
		return err
	}
	transcript, err := new(keyring).explain(&o)
	if err != nil {
		return fmt.Errorf("the request: %w", err)
	}
	verdict := diagnose.Diagnose(transcript, evidenceOf(answer))
	if c.json {
		if err := writeJSON(c.stdout, verdictJSON(verdict)); err != nil {
			return err
		}
	}
	if verdict.Cause == diagnose.Unknown {
		return fmt.Errorf("no verdict: %v", verdict)
	}
	if !c.json {
		c.say("%v", verdict)
	}
	return nil
}

// readAnswer reads the body of an error answer.
func readAnswer(name string) (*xmlerr.Error, error) {
	file, err := openFile(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	answer := xmlerr.Decode(0, nil, file)
	if answer.Source != xmlerr.FromBody {
		return nil, fmt.Errorf("%s is not the XML of an OSS error", printable(name))
	}
	return answer, nil
}

// evidenceOf returns what an answer tells about the server's side of the
// signature.
func evidenceOf(e *xmlerr.Error) diagnose.Evidence {
	evidence := diagnose.Evidence{Code: string(e.Code), EC: e.EC, Message: e.Message, ServerTime: e.ServerTime}
	if t, err := time.Parse(time.RFC3339, e.Extra["RequestTime"]); err == nil {
		evidence.RequestTime = t
	}
	if s := e.Evidence; s != nil {
		evidence.StringToSign, evidence.StringToSignBytes = s.StringToSign, s.StringToSignBytes
		evidence.CanonicalRequest, evidence.CanonicalRequestBytes = s.CanonicalRequest, s.CanonicalRequestBytes
		evidence.SignatureProvided, evidence.AccessKeyID = s.SignatureProvided, s.AccessKeyID
	}
	return evidence
}

// A verdictJSON is a verdict as an object. All members are always there.
type verdictJSON struct {
	Cause       diagnose.Cause `json:"cause"`
	Stage       string         `json:"stage"`
	Line        int            `json:"line"`
	Name        string         `json:"name"`
	Ours        string         `json:"ours"`
	Theirs      string         `json:"theirs"`
	Explanation string         `json:"explanation"`
	Remedy      string         `json:"remedy"`
}
