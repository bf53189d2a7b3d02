package xmlerr_test

import (
	"fmt"

	"example.com/ossmeta/xmlerr"
)

// plainError and plainEvidence have the fields but none of the methods, so that
// go-cmp shows what differs.
type (
	plainEvidence xmlerr.Evidence
	plainError    struct {
		Fields   errorFields
		Evidence *plainEvidence
	}
	errorFields struct {
		StatusCode                                       int
		Code, Message, RequestID, HostID, EC, ServerTime string
		Source                                           string
		Extra                                            map[string]string
		Snippet                                          string
	}
)

func plain(e xmlerr.Error) plainError {
	return plainError{
		Fields: errorFields{
			StatusCode: e.StatusCode, Code: string(e.Code), Message: e.Message, RequestID: e.RequestID, HostID: e.HostID,
			EC: e.EC, ServerTime: e.ServerTime.String(), Source: e.Source.String(), Extra: e.Extra, Snippet: e.Snippet,
		},
		Evidence: (*plainEvidence)(e.Evidence),
	}
}

// numbered returns the elements E00, E01, … of the fixture many.xml.
func numbered(n int) map[string]string {
	m := make(map[string]string)
	for i := range n {
		m[fmt.Sprintf("E%02d", i)] = fmt.Sprint(i)
	}
	return m
}
