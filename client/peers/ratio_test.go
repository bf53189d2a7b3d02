//go:build ratios

package peers

import (
	"cmp"
	"context"
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"example.com/ossmeta/signer"
)

var (
	rounds  = flag.Int("rounds", 21, "for TestRatios: measure this many times, in turn")
	results = flag.String("results", "", "for TestRatios: write the table to this file, too")
)

// TestRatios, with -v, prints what ours, net/http alone and the official SDKs
// cost, in one table of Markdown: medians, and medians of the ratios of each
// round. The implementations take turns, so that a busy machine is busy for
// all of them. It says which targets are met, and fails for none: nothing that
// takes time is exact.
func TestRatios(t *testing.T) {
	before := load()
	var rows []row
	for _, version := range []signer.Version{signer.V4, signer.V1} {
		rows = append(rows, signRows(version)...)
	}
	rows = append(rows, presignRows(t)...)
	rows = append(rows, callRows(t)...)
	rows = append(rows, allocationRows(t)...)
	rows = append(rows, bodyRows(t)...)
	rows = append(rows, sizeRows(t)...)
	table := heading(t, before) + "\n" + markdown(rows)
	fmt.Print(table)
	if *results != "" {
		if err := os.WriteFile(*results, []byte(table), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// A row is a line of the table. Of the cells "" means that there is no such thing.
type row struct {
	what, floor, ours, v2, v1 string
	oursByFloor, v2ByOurs     string
	targets                   []target
}

type target struct {
	text string
	met  bool
}

func markdown(rows []row) string {
	var b strings.Builder
	b.WriteString("| | floor | ours | Go SDK V2 | Go SDK V1 | ours ÷ floor | V2 ÷ ours | target | met |\n|---|---|---|---|---|---|---|---|---|\n")
	for _, r := range rows {
		var texts, met []string
		for _, t := range r.targets {
			texts = append(texts, t.text)
			met = append(met, map[bool]string{true: "yes", false: "**no**"}[t.met])
		}
		fmt.Fprintf(&b, "| %s |\n", strings.Join([]string{r.what, r.floor, r.ours, r.v2, r.v1, r.oursByFloor, r.v2ByOurs,
			strings.Join(texts, "; "), strings.Join(met, "; ")}, " | "))
	}
	return b.String()
}

// signRows are one signature in the header, and the same with the fields set
// in an http.Header, as the SDK does it.
func signRows(version signer.Version) []row {
	j := benchJob(version)
	c := measure(
		entrant{"floor", func(b *testing.B) { benchmarkFloor(b, &j) }},
		entrant{"ours", func(b *testing.B) { benchmarkOurs(b, &j, false) }},
		entrant{"set", func(b *testing.B) { benchmarkOurs(b, &j, true) }},
		entrant{"v2", func(b *testing.B) { benchmarkSDK(b, &j) }})
	atMost, atLeast := 2.5, 6.0
	if version == signer.V1 {
		atMost, atLeast = 3, 4
	}
	plain, set := c.row("signature "+version.String()+", 8 headers"), c.rename("set", "ours").row("… and its fields set")
	plain.targets = []target{c.atMost("ours", "floor", atMost), c.atLeast("v2", "ours", atLeast), c.allocations("ours", 3)}
	return []row{plain, set}
}

func presignRows(t *testing.T) []row {
	signed := measure(entrant{"ours", benchmarkOurPresign}, entrant{"v2", benchmarkSDKPresign})
	client := contestOf(callsWithoutServer(t), measuredPresign, measured.serial)
	r := client.row("URL V4 for a GET, by client")
	r.targets = []target{client.atLeast("v2", "ours", 5), client.allocations("ours", 15)}
	return []row{signed.row("URL V4 for a GET, by signer"), r}
}

// callRows are calls over loopback. To have 0.9 times as many of them is to
// take 1/0.9 times as long.
func callRows(t *testing.T) (rows []row) {
	callers := callsOnLoopback(t)
	for _, m := range []measured{measuredHead, measuredReplace} {
		for _, mode := range []struct {
			name string
			run  func(measured, caller) func(*testing.B)
		}{{"serial", measured.serial}, {"parallel", measured.parallel}} {
			c := contestOf(callers, m, mode.run)
			r := c.row(m.name + ", loopback, " + mode.name)
			r.targets = []target{{"calls/s ≥ 0.9 × floor", c.ratio("floor", "ours") >= 0.9}}
			rows = append(rows, r)
		}
	}
	return rows
}

// allocationRows count what a call allocates with a transport that takes no
// time and allocates nothing but the answer.
func allocationRows(t *testing.T) (rows []row) {
	callers := callsWithoutServer(t)
	for _, m := range []measured{measuredHead, measuredReplace} {
		r := row{what: m.name + ", instant transport"}
		cells := []*string{&r.floor, &r.ours, &r.v2, &r.v1}
		for i, c := range callers {
			call := m.of(c)
			n := testing.AllocsPerRun(1000, func() {
				if err := call(context.Background()); err != nil {
					t.Fatal(err)
				}
			})
			*cells[i] = fmt.Sprintf("%.0f allocs", n)
			if most := map[string]float64{"HeadObject": 70, "ReplaceObjectMeta": 95}[m.name]; c.name == "ours" {
				r.targets = []target{{fmt.Sprintf("≤ %.0f allocs", most), n <= most}}
			}
		}
		rows = append(rows, r)
	}
	return rows
}

func bodyRows(t *testing.T) (rows []row) {
	callers := callsOnLoopback(t)
	for _, m := range []measured{measuredPut(small), measuredGet(small), measuredPut(large), measuredGet(large)} {
		rows = append(rows, contestOf(callers, m, measured.serial).row(strings.Replace(m.name, "-", ", ", 1)+", loopback"))
	}
	return rows
}

// A contest is a benchmark of several implementations. The ones that columns
// are named after are "floor", "ours", "v2" and "v1".
type contest map[string][]cost // what each took in each round

type entrant struct {
	name string
	run  func(*testing.B)
}

// A cost is what one operation takes.
type cost struct {
	ns     float64
	allocs int64
}

// measure has the entrants take turns.
func measure(entrants ...entrant) contest {
	c := contest{}
	for range *rounds {
		for _, e := range entrants {
			r := testing.Benchmark(e.run)
			c[e.name] = append(c[e.name], cost{float64(r.T.Nanoseconds()) / float64(r.N), r.AllocsPerOp()})
		}
	}
	return c
}

func contestOf(callers []caller, m measured, mode func(measured, caller) func(*testing.B)) contest {
	var entrants []entrant
	for i, name := range []string{"floor", "ours", "v2", "v1"} {
		if m.of(callers[i]) != nil {
			entrants = append(entrants, entrant{name, mode(m, callers[i])})
		}
	}
	return measure(entrants...)
}

// rename returns c with one entrant in the place of another.
func (c contest) rename(from, to string) contest {
	renamed := contest{}
	for name, costs := range c {
		renamed[name] = costs
	}
	renamed[to] = c[from]
	return renamed
}

func (c contest) row(what string) row {
	return row{what: what, floor: c.median("floor"), ours: c.median("ours"), v2: c.median("v2"), v1: c.median("v1"),
		oursByFloor: c.times("ours", "floor"), v2ByOurs: c.times("v2", "ours")}
}

// median returns the median cost of an entrant, for a cell.
func (c contest) median(name string) string {
	if c[name] == nil {
		return ""
	}
	m := medianOf(c[name], func(a, b cost) int { return cmp.Compare(a.ns, b.ns) })
	unit, by := "µs", 1e3
	if m.ns >= 1e6 {
		unit, by = "ms", 1e6
	}
	return fmt.Sprintf("%.3g %s, %d allocs", m.ns/by, unit, m.allocs)
}

// ratio returns how many times as long as b it takes a: the median of the rounds.
func (c contest) ratio(a, b string) float64 {
	ratios := make([]float64, len(c[a]))
	for i := range ratios {
		ratios[i] = c[a][i].ns / c[b][i].ns
	}
	return medianOf(ratios, cmp.Compare[float64])
}

func (c contest) times(a, b string) string {
	if c[a] == nil || c[b] == nil {
		return ""
	}
	return fmt.Sprintf("%.2f", c.ratio(a, b))
}

func (c contest) atMost(a, b string, most float64) target {
	return target{fmt.Sprintf("≤ %g × %s", most, b), c.ratio(a, b) <= most}
}

func (c contest) atLeast(a, b string, least float64) target {
	return target{fmt.Sprintf("%s ≥ %g × %s", strings.ToUpper(a), least, b), c.ratio(a, b) >= least}
}

func (c contest) allocations(name string, most int64) target {
	worst := slices.MaxFunc(c[name], func(a, b cost) int { return cmp.Compare(a.allocs, b.allocs) })
	return target{fmt.Sprintf("≤ %d allocs", most), worst.allocs <= most}
}

func medianOf[T any](values []T, compare func(a, b T) int) T {
	values = slices.SortedFunc(slices.Values(values), compare)
	return values[len(values)/2]
}
