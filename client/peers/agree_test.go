package peers

import (
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"example.com/ossmeta/signer"
	"example.com/ossmeta/signer/verify"
)

// TestSignaturesAgree signs seeded random requests with both signers, in each
// version and form. They agree byte for byte, or the table of defects says why
// not: our refusal is the one that it names, and else, once the SDK gets the
// request mended as the table says, both give the same signature. Our Verifier
// accepts what the SDK signed where nothing is to be mended. Every row that
// random requests can meet must have explained something by itself.
func TestSignaturesAgree(t *testing.T) {
	const shards, seeds = 8, 3300 // times two versions and two forms
	all := newTally()
	t.Run("shards", func(t *testing.T) {
		for shard := range uint64(shards) {
			t.Run(fmt.Sprint(shard), func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) { // the SDK reads the clock for signed URLs
					own := newTally()
					for n := range uint64(seeds) {
						judgeSeed(t, shard*seeds+n, own)
					}
					all.add(own)
				})
			})
		}
	})
	for _, d := range defects {
		if d.in != nil && all.explained[d.what] == 0 {
			t.Errorf("%q has explained no disagreement", d.what)
		}
	}
	for what, least := range map[string]int{"compared": 100_000, "agreed": 60_000, "refused": 5000, "mended": 2500, "token": 30_000,
		"query": 60_000, "sub-resource": 10_000, "additional": 10_000, "trimmed": 10_000, "beyond ASCII": 30_000} {
		if all.of[what] < least {
			t.Errorf("%d requests were of the kind %q, want %d at least", all.of[what], what, least)
		}
	}
	t.Logf("%v; explained: %v", all.of, all.explained)
}

// judgeSeed judges the four requests of a seed.
func judgeSeed(t *testing.T, seed uint64, tally *tally) {
	g := &generator{rand.New(rand.NewPCG(seed, 0x6f73736d657461))}
	for _, version := range []signer.Version{signer.V4, signer.V1} {
		for _, url := range []bool{false, true} {
			// A century in all; synctest's clock ends with the year 2261.
			time.Sleep(time.Duration(g.Int64N(int64(5 * 24 * time.Hour))))
			j := g.job(version, url)
			if err := j.judge(t, tally); err != nil {
				t.Fatalf("seed %d, %v, in the URL: %t: %v\n%+v", seed, version, url, err, j)
			}
		}
	}
}

// judge signs j with both signers and returns what is wrong with that.
func (j *job) judge(t *testing.T, tally *tally) error {
	rows := slices.Collect(func(yield func(*defect) bool) {
		for i := range defects {
			if d := &defects[i]; d.in != nil && d.in(j) && !yield(d) {
				return
			}
		}
	})
	j.count(tally)
	theirs, err := j.tryTheirs(t)
	if err != nil {
		return fmt.Errorf("theirs: %w", err)
	}
	ours, err := j.ours()
	if err != nil {
		tally.explain(rows, "refused")
		return checkRefusal(rows, err)
	}
	if i := slices.IndexFunc(rows, (*defect).refuses); i >= 0 {
		return fmt.Errorf("ours has signed what it refuses: %s", rows[i].what)
	}
	if !j.carries(ours, theirs) {
		tally.explain(rows, "mended")
	}
	mended, ok := j.mended(rows)
	if !ok {
		return nil
	}
	if theirs, err = mended.tryTheirs(t); err != nil {
		return fmt.Errorf("theirs, mended: %w", err)
	}
	if !j.carries(ours, theirs) {
		return fmt.Errorf("ours %q, theirs %q in %q, string to sign %q", ours.Fields, theirs.header, theirs.query, theirs.stringToSign)
	}
	if len(rows) > 0 { // the rest of the two requests need not be the same
		return nil
	}
	tally.of["agreed"]++
	return j.checkWhole(ours, theirs)
}

// checkRefusal looks for the row that says that ours refuses it so.
func checkRefusal(rows []*defect, err error) error {
	reason := reasonOf(err)
	for _, d := range rows {
		if slices.Contains(d.reasons, reason) {
			return nil
		}
	}
	return fmt.Errorf("ours: %w; of %d rows none says so", err, len(rows))
}

func reasonOf(err error) signer.Reason {
	var request *signer.RequestError
	var scope *signer.ScopeError
	switch {
	case errors.As(err, &request):
		return request.Reason
	case errors.As(err, &scope):
		return reasonScope
	}
	return ""
}

// mended returns what the SDK has to get to sign as ours does, and false if
// nothing can be mended.
func (j *job) mended(rows []*defect) (*job, bool) {
	mended := *j
	mended.header, mended.query = j.header.Clone(), maps.Clone(j.query)
	mended.additional, mended.subResources = slices.Clone(j.additional), slices.Clone(j.subResources)
	for _, d := range rows {
		if d.mend == nil || !d.mend(&mended) {
			return nil, false
		}
	}
	return &mended, true
}

// carries reports whether the SDK has set all that ours wants to be set.
func (j *job) carries(ours signer.Signature, theirs theirs) bool {
	for _, f := range ours.Fields {
		got := theirs.header.Values(f.Name)
		if j.life != 0 {
			got = theirs.query[f.Name]
		}
		if len(got) != 1 || got[0] != f.Value {
			return false
		}
	}
	return true
}

// checkWhole compares the whole of both signed requests, and verifies theirs.
func (j *job) checkWhole(ours signer.Signature, theirs theirs) error {
	header, query := j.header.Clone(), maps.Clone(j.query)
	for _, f := range ours.Fields {
		if j.life != 0 {
			query[f.Name] = []string{f.Value}
		} else {
			header.Set(f.Name, f.Value)
		}
	}
	if j.version == signer.V4 && j.life == 0 {
		header.Set("Date", theirs.header.Get("Date")) // set by the SDK, not signed
	}
	if !maps.EqualFunc(header, theirs.header, slices.Equal) || !maps.EqualFunc(query, theirs.query, slices.Equal) {
		return fmt.Errorf("ours %q %q, theirs %q %q", header, query, theirs.header, theirs.query)
	}
	v := verify.Verifier{Region: j.region, Product: j.product, SubResources: j.subResources,
		Credentials: func(string) (signer.Credentials, bool) { return j.credentials, true }}
	received := &signer.Request{Method: j.method, Bucket: j.bucket, Key: j.key, Query: theirs.query, Header: theirs.header, Host: testHost}
	_, err := v.Verify(received, j.at)
	return err
}

// A tally counts what kinds of requests were compared, and what the rows of
// the table explained when no other row applied.
type tally struct {
	mu            sync.Mutex
	of, explained map[string]int
}

func newTally() *tally { return &tally{of: map[string]int{}, explained: map[string]int{}} }

func (t *tally) add(other *tally) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for what, n := range other.of {
		t.of[what] += n
	}
	for what, n := range other.explained {
		t.explained[what] += n
	}
}

func (t *tally) explain(rows []*defect, how string) {
	t.of[how]++
	if len(rows) == 1 {
		t.explained[rows[0].what]++
	}
}

func (j *job) count(tally *tally) {
	tally.of["compared"]++
	for what, is := range map[string]bool{
		"token": j.credentials.SecurityToken != "", "query": len(j.query) > 0, "additional": len(j.additional) > 0,
		"sub-resource": j.version == signer.V1 && slices.ContainsFunc(slices.Collect(maps.Keys(j.query)), isTheirSubResource),
		"trimmed": j.anyHeader(func(_ string, values []string) bool {
			return len(values) > 0 && values[0] != strings.Trim(values[0], " \t")
		}),
		"beyond ASCII": strings.ContainsFunc(j.key, func(r rune) bool { return r > '~' }),
	} {
		if is {
			tally.of[what]++
		}
	}
}
