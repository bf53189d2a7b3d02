package credentials

import (
	"encoding/json"
	"strings"
	"time"

	"example.com/ossmeta/signer"
)

// maxDocument bounds the bytes that are read of a source.
const maxDocument = 64 << 10

// A document is the JSON object that a source gives. The metadata service and
// programs for the OSS SDKs use the first form, programs for the Alibaba Cloud
// CLI (its mode External) the second. Names match in any case, so Expiration
// belongs to both.
type document struct {
	Code            string
	AccessKeyID     string `json:"AccessKeyId"`
	AccessKeySecret string
	SecurityToken   string
	Expiration      string // RFC 3339

	Mode               string // "AK" or "StsToken"
	CLIAccessKeyID     string `json:"access_key_id"`
	CLIAccessKeySecret string `json:"access_key_secret"`
	CLIToken           string `json:"sts_token"`
}

// parseDocument returns what data holds, or says what is wrong with it. Nothing
// of data is in that text: any of it may be a secret.
func parseDocument(data []byte) (t Temporary, wrong string) {
	var d document
	if json.Unmarshal(data, &d) != nil { // its error quotes numbers
		return t, "is not a JSON object of strings"
	}
	sdk := signer.Credentials{AccessKeyID: d.AccessKeyID, AccessKeySecret: d.AccessKeySecret, SecurityToken: d.SecurityToken}
	cli := signer.Credentials{AccessKeyID: d.CLIAccessKeyID, AccessKeySecret: d.CLIAccessKeySecret, SecurityToken: d.CLIToken}
	t.Credentials = sdk
	switch {
	case d.Code != "" && !strings.EqualFold(d.Code, "Success"):
		return Temporary{}, "has a Code other than Success"
	case sdk.IsZero() == cli.IsZero():
		return Temporary{}, "has neither AccessKeyId nor access_key_id, or both"
	case d.Mode != "" && d.Mode != "AK" && d.Mode != "StsToken":
		return Temporary{}, "has a mode other than AK and StsToken"
	case sdk.IsZero():
		t.Credentials = cli
	}
	if d.Mode == "StsToken" && t.SecurityToken == "" {
		return Temporary{}, "has the mode StsToken, and no token"
	}
	if d.Expiration != "" {
		var err error
		if t.Expiration, err = time.Parse(time.RFC3339, d.Expiration); err != nil {
			return Temporary{}, "has an Expiration that is not of the form 2023-12-29T07:45:02Z"
		}
	}
	return t, ""
}
