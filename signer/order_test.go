package signer_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"example.com/ossmeta/signer"
	"example.com/ossmeta/signer/internal/signertest"
)

// orderedNames are names that sort next to each other, or that a comparison of
// beginnings could confuse.
var orderedNames = []string{"x-oss", "x-oss-", "x-oss--", "x-oss-a", "x-oss-a-", "x-oss-a.", "x-oss-meta-abcdefgh", "x-oss-meta-abcdefgi", "x-oss-meta-abcdefg",
	"x-oss.a", "x-ot", "x-osr-z", "x-or", "x", "xa", "y", "z", "~", "|", "w", "w-oss-a", "content-type", "content-typf", "content-md5", "content-", "conten",
	"abcdefg", "abcdefgh", "abcdefghi", "abcdefg!", "abcdefgd", "abcdefge", "abcdefgf", "abcdefgg", "!", "0", "a", "b"}

// TestOrder signs many fields and parameters, with and without the signer's
// own among them, and compares the signature with the reference.
func TestOrder(t *testing.T) {
	r := rand.New(rand.NewPCG(20231216, 0))
	for round := range 600 {
		v, url := signertest.BothVersions[round%2], round%4 < 2
		q := signertest.GetRequest()
		for _, i := range r.Perm(len(orderedNames))[:r.IntN(len(orderedNames)+1)] {
			q.Header[orderedNames[i]] = []string{fmt.Sprint(i)}
		}
		for _, i := range r.Perm(len(orderedNames))[:r.IntN(len(orderedNames)+1)] {
			name := orderedNames[i]
			if r.IntN(8) == 0 {
				name = strings.ToUpper(name) + "é/ "
			}
			if _, both := q.Header[name]; !both { // V4 refuses another value
				q.Query[name] = []string{fmt.Sprint(i)}
			}
		}
		for i := range r.IntN(40) {
			q.Header[fmt.Sprintf("x-oss-meta-n%d", i)], q.Query[fmt.Sprintf("x-oss-n%d", i)] = []string{"1"}, []string{"2"}
		}
		var names []string
		if v == signer.V4 {
			names = []string{"x-oss", "x-ot", "z", "a", "abcdefg", "abcdefgh", "abcdefghi", "abcdefgd"}
		}
		s := signertest.MakeSigner(t, v, signertest.Temporary, names...)
		if len(q.Header) < 20 && len(q.Query) < 20 && r.IntN(2) == 0 { // more are in TestManyFields
			own := signertest.Send
			if url {
				own = func(tb signertest.T, s *signer.Signer, r *signer.Request) *signer.Request {
					return signertest.Presigned(tb, s, r, time.Hour)
				}
			}
			q = own(t, s, q) // and again, with the signer's own there
			delete(q.Query, "Signature")
			delete(q.Query, "x-oss-signature")
		}
		if url {
			q = signertest.Presigned(t, s, q, time.Hour)
		} else {
			q = signertest.Send(t, s, q)
		}
		checkSigned(t, signertest.Temporary, v, nil, q)
		if t.Failed() {
			t.Fatalf("round %d: %d fields, %d parameters", round, len(q.Header), len(q.Query))
		}
	}
}
