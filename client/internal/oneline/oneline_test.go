package oneline_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"example.com/ossmeta/client/internal/oneline"
)

func TestText(t *testing.T) {
	long := strings.Repeat("a", 1100)
	for text, want := range map[string]string{
		"": "", "a b": "a b", "中": "中", "a\nb": `"a\nb"`, `a"b`: `"a\"b"`, "\xff": `"\xff"`, long: long, long + "b": long + "…",
	} {
		if got := oneline.Text(text); got != want {
			t.Errorf("Text(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestMessage(t *testing.T) {
	long := strings.Repeat("a", 16<<10)
	for text, want := range map[string]string{
		"": "", `a "b" 中`: `a "b" 中`, "a\nb\r\x1b[2J": "a b  [2J", long: long, long + "\n": long + "…", long[1:] + "中": long[1:] + "\uFFFD…",
	} {
		if got := oneline.Message(text); got != want {
			t.Errorf("Message(%.20q) = %.20q, want %.20q", text, got, want)
		}
	}
}

func TestErrors(t *testing.T) {
	list := []error{errors.New("a"), errors.New("b")}
	if got := oneline.Join(list); got != "a; b" {
		t.Errorf("Join = %q", got)
	}
	if got := oneline.Each(list); !slices.Equal(got, list) {
		t.Errorf("Each = %q", got)
	}
}
