//go:build ratios

package peers

import (
	"cmp"
	"flag"
	"fmt"
	"slices"
	"testing"

	"example.com/ossmeta/signer"
)

var rounds = flag.Int("rounds", 21, "for TestRatios: measure this many times, in turn")

// TestRatios, with -v, prints the medians of BenchmarkSign and
// BenchmarkPresign and how many times the floor, or ours, the others take. The
// implementations take turns, so that a busy machine is busy for all of them.
func TestRatios(t *testing.T) {
	for _, version := range []signer.Version{signer.V4, signer.V1} {
		j := benchJob(version)
		median := measure(map[string]func(*testing.B){
			"floor": func(b *testing.B) { benchmarkFloor(b, &j) },
			"ours":  func(b *testing.B) { benchmarkOurs(b, &j, false) },
			"set":   func(b *testing.B) { benchmarkOurs(b, &j, true) },
			"sdk":   func(b *testing.B) { benchmarkSDK(b, &j) },
		})
		floor, ours, set, sdk := median["floor"], median["ours"], median["set"], median["sdk"]
		t.Logf("sign %v: floor %v; ours %v, %.2f floors; and set in the header %v, %.2f floors; SDK %v, %.2f of ours, %.2f of ours set",
			version, floor, ours, ours.ns/floor.ns, set, set.ns/floor.ns, sdk, sdk.ns/ours.ns, sdk.ns/set.ns)
	}
	median := measure(map[string]func(*testing.B){"ours": benchmarkOurPresign, "sdk": benchmarkSDKPresign})
	t.Logf("presign V4: ours %v; SDK %v, %.2f of ours", median["ours"], median["sdk"], median["sdk"].ns/median["ours"].ns)
}

// A cost is what one operation takes.
type cost struct {
	ns     float64
	allocs int64
}

func (c cost) String() string { return fmt.Sprintf("%.0f ns, %d allocations", c.ns, c.allocs) }

// measure returns the medians of the benchmarks.
func measure(benchmarks map[string]func(*testing.B)) map[string]cost {
	all := map[string][]cost{}
	for range *rounds {
		for name, f := range benchmarks {
			r := testing.Benchmark(f)
			all[name] = append(all[name], cost{float64(r.T.Nanoseconds()) / float64(r.N), r.AllocsPerOp()})
		}
	}
	medians := map[string]cost{}
	for name, costs := range all {
		slices.SortFunc(costs, func(a, b cost) int { return cmp.Compare(a.ns, b.ns) })
		medians[name] = costs[len(costs)/2]
	}
	return medians
}
