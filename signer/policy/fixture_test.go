package policy_test

import (
	"example.com/ossmeta/signer/internal/signertest"
)

// What these tests share with others.
const (
	testRegion  = signertest.Region
	testScope   = signertest.Scope
	testStamp   = signertest.Stamp
	markedToken = signertest.MarkedToken
)

var (
	testTime        = signertest.Time
	longTerm        = signertest.LongTerm
	temporary       = signertest.Temporary
	bothVersions    = signertest.BothVersions
	onlyV4          = signertest.OnlyV4
	onlyV1          = signertest.OnlyV1
	makeSigner      = signertest.MakeSigner
	valueOf         = signertest.ValueOf
	versionsOf      = signertest.VersionsOf
	mac             = signertest.MAC
	checkSilent     = signertest.CheckSilent
	holders         = signertest.Holders
	hiddenHolders   = signertest.HiddenHolders
	marked          = signertest.Marked
	printEverywhere = signertest.PrintEverywhere
)
