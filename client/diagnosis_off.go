//go:build nodiagnosis

package client

import (
	"example.com/ossmeta/signer/diagnose"
	"example.com/ossmeta/xmlerr"
)

func (signing) diagnose(*xmlerr.Error) *diagnose.Verdict { return nil }
