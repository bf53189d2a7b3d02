package diagnose_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"example.com/ossmeta/signer/diagnose"
)

// TestTwoManglings: of two changes the verdict names one.
func TestTwoManglings(t *testing.T) {
	const rounds, least = 500, 0.95
	rng := rand.New(rand.NewPCG(20231216, 2))
	sum, hits := 0, 0
	for sum < rounds {
		s, m, n := newScene(rng), pick(rng, manglings), pick(rng, manglings)
		if m.after == nil || n.after == nil || m.name == n.name {
			continue
		}
		w, transcript := send(t, s.setup, s.request)
		s.wire = w
		first, ok := m.after(s)
		if !ok || first.causes == nil {
			continue
		}
		second, ok := n.after(s)
		if !ok || second.causes == nil {
			continue
		}
		e, refused := answer(t, w, s.now)
		if !refused || e.Code != "SignatureDoesNotMatch" {
			continue
		}
		sum++
		v := diagnose.Diagnose(transcript, e)
		checkText(t, v)
		if slices.Contains(first.causes, v.Cause) && v.Name == first.name || slices.Contains(second.causes, v.Cause) && v.Name == second.name {
			hits++
		} else {
			t.Logf("%s, %s: %v", m.name, n.name, v)
		}
	}
	t.Logf("%d of %d named rightly", hits, sum)
	if float64(hits) < least*float64(sum) {
		t.Errorf("%d of %d named rightly, want at least %.0f %%", hits, sum, 100*least)
	}
}
