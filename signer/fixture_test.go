package signer_test

import (
	"example.com/ossmeta/signer/internal/signertest"
	"example.com/ossmeta/signer/verify"
)

// What these tests share with others.
const (
	testRegion   = signertest.Region
	testScope    = signertest.Scope
	testStamp    = signertest.Stamp
	testDate     = signertest.Date
	markedToken  = signertest.MarkedToken
	markedSecret = signertest.MarkedSecret
)

var (
	testTime             = signertest.Time
	longTerm             = signertest.LongTerm
	temporary            = signertest.Temporary
	bothVersions         = signertest.BothVersions
	onlyV4               = signertest.OnlyV4
	onlyV1               = signertest.OnlyV1
	makeSigner           = signertest.MakeSigner
	getRequest           = signertest.GetRequest
	putRequest           = signertest.PutRequest
	copyRequest          = signertest.CopyRequest
	send                 = signertest.Send
	received             = signertest.Received
	receivedURL          = signertest.ReceivedURL
	presigned            = signertest.Presigned
	valueOf              = signertest.ValueOf
	lookUp               = signertest.LookUp
	withHeader           = signertest.WithHeader
	withQuery            = signertest.WithQuery
	withKey              = signertest.WithKey
	unchanged            = signertest.Unchanged
	both                 = signertest.Both
	versionsOf           = signertest.VersionsOf
	referenceToSignV4    = signertest.ReferenceToSignV4
	referenceSignatureV4 = signertest.ReferenceSignatureV4
	referenceSignatureV1 = signertest.ReferenceSignatureV1
	referenceSignature   = signertest.ReferenceSignature
	referenceReceived    = signertest.ReferenceReceived
	inURL                = signertest.InURL
	providedSignature    = signertest.ProvidedSignature
	providedToken        = signertest.ProvidedToken
	mac                  = signertest.MAC
	checkSilent          = signertest.CheckSilent
	holders              = signertest.Holders
	hiddenHolders        = signertest.HiddenHolders
	verbs                = signertest.Verbs
	marked               = signertest.Marked
	printEverywhere      = signertest.PrintEverywhere
	disguises            = signertest.Disguises
	mustSign             = signertest.MustSign
	explain              = signertest.Explain
	explainPresign       = signertest.ExplainPresign
	signedText           = signertest.SignedText
	readValues           = signertest.ReadValues
	versionOf            = signertest.VersionOf
	typicalRequest       = signertest.TypicalRequest
)

func testVerifier() *verify.Verifier {
	return &verify.Verifier{Region: testRegion, Credentials: lookUp}
}
