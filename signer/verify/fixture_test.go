package verify_test

import (
	"example.com/ossmeta/signer/internal/signertest"
	"example.com/ossmeta/signer/verify"
)

// What these tests share with others.
const (
	testRegion = signertest.Region
	testScope  = signertest.Scope
	testStamp  = signertest.Stamp
	testDate   = signertest.Date
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
	copyValues           = signertest.CopyValues
	set                  = signertest.Set
	drop                 = signertest.Drop
	send                 = signertest.Send
	received             = signertest.Received
	receivedURL          = signertest.ReceivedURL
	presigned            = signertest.Presigned
	valueOf              = signertest.ValueOf
	lookUp               = signertest.LookUp
	withHeader           = signertest.WithHeader
	withQuery            = signertest.WithQuery
	withKey              = signertest.WithKey
	withoutHeader        = signertest.WithoutHeader
	unchanged            = signertest.Unchanged
	both                 = signertest.Both
	versionsOf           = signertest.VersionsOf
	referenceHeader      = signertest.ReferenceHeader
	referenceCanonical   = signertest.ReferenceCanonical
	referenceToSignV4    = signertest.ReferenceToSignV4
	referenceToSignV1    = signertest.ReferenceToSignV1
	referenceSignatureV4 = signertest.ReferenceSignatureV4
	referenceSignatureV1 = signertest.ReferenceSignatureV1
	referenceSignature   = signertest.ReferenceSignature
	referenceReceived    = signertest.ReferenceReceived
	inURL                = signertest.InURL
	providedSignature    = signertest.ProvidedSignature
	providedToken        = signertest.ProvidedToken
	holders              = signertest.Holders
	hiddenHolders        = signertest.HiddenHolders
	marked               = signertest.Marked
	printEverywhere      = signertest.PrintEverywhere
	mustSign             = signertest.MustSign
	explain              = signertest.Explain
	signedText           = signertest.SignedText
	readValues           = signertest.ReadValues
	writeValues          = signertest.WriteValues
	versionOf            = signertest.VersionOf
	typicalRequest       = signertest.TypicalRequest
)

func testVerifier() *verify.Verifier {
	return &verify.Verifier{Region: testRegion, Credentials: lookUp}
}
