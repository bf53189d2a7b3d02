package main

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func reach(blocks ...string) map[string]bool {
	reached := map[string]bool{}
	for _, block := range blocks {
		reached[block] = true
	}
	return reached
}

func TestChoose(t *testing.T) {
	inputs := []input{
		{"all that a seed reaches", 1, reach("seed")},
		{"large", 9, reach("a", "b")},
		{"small", 3, reach("a", "b", "seed")},
		{"a part", 1, reach("a")},
		{"another", 9, reach("b", "c")},
	}
	got := choose(inputs, reach("seed"))
	if diff := cmp.Diff(reach("small", "another"), got); diff != "" {
		t.Error(diff)
	}
}

func TestTargetsOf(t *testing.T) {
	if got := targetsOf("../../xmlerr"); !cmp.Equal(got, []string{"FuzzDecode", "FuzzAppendXML"}) {
		t.Errorf("targets %q", got)
	}
}
