package osstest

import (
	"crypto/md5"
	"encoding/base64"
	"encoding/xml"

	"example.com/ossmeta/xmlerr"
)

// readXML reads the body as the document that v is. It must be the body that
// Content-MD5 says, if there is one. Keys in v are of the type keyText.
func (c *call) readXML(v any) *xmlerr.Error {
	sum := md5.Sum(c.body)
	if e := c.checkMD5(base64.StdEncoding.EncodeToString(sum[:])); e != nil {
		return e
	}
	if err := xml.Unmarshal(standIns(c.body), v); err != nil {
		return malformedXML(err.Error())
	}
	return nil
}

func malformedXML(detail string) *xmlerr.Error {
	return fail(xmlerr.MalformedXML, ecMalformedXML,
		"The XML you provided was not well-formed or did not validate against our published schema.", "ErrorDetail", detail)
}
