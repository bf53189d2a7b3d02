package main

import (
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// TestSignVectors sends the published signatures through sign -json.
func TestSignVectors(t *testing.T) {
	paths, err := filepath.Glob(filepath.Join("..", "..", "testdata", "signing", "*.txt"))
	if err != nil {
		t.Fatal(err)
	}
	signed := 0
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		head, sections, _ := strings.Cut(strings.ReplaceAll(string(data), "\r\n", "\n"), "\n\n-- ")
		if strings.Contains(head, "\nlevel: ") {
			continue // it cannot be made through the public API
		}
		signed++
		t.Run(filepath.Base(path), func(t *testing.T) {
			want := map[string]string{}
			for section := range strings.SplitSeq(strings.TrimSuffix(sections, "\n"), "\n\n-- ") {
				title, body, _ := strings.Cut(section, " --\n")
				want[title] = body
			}
			checkVector(t, signLines(t, lineOf(t, vectorMembers(t, head)))[0], want)
		})
	}
	if signed < 20 {
		t.Errorf("%d vectors were signed", signed)
	}
}

// vectorMembers turns the head of a vector into members of the JSON.
func vectorMembers(t *testing.T, head string) map[string]any {
	m := map[string]any{"region": nil, "key": nil}
	var query, additional []string
	headers := [][]string{}
	for line := range strings.SplitSeq(head, "\n") {
		name, value, _ := strings.Cut(line, ": ")
		switch name {
		case "source":
		case "version":
			m[name] = strings.ToLower(value)
		case "time":
			at, err := time.Parse(time.RFC3339, value)
			if err != nil {
				t.Fatal(err)
			}
			m[name] = at.Unix()
		case "expires":
			seconds, err := strconv.Atoi(value)
			if err != nil {
				t.Fatal(err)
			}
			m["presign_seconds"] = seconds
		case "query":
			query = append(query, value)
		case "additional":
			additional = append(additional, value)
		case "header":
			name, value, _ := strings.Cut(value, ": ")
			headers = append(headers, []string{name, value})
		default:
			m[strings.ReplaceAll(name, "-", "_")] = value
		}
	}
	m["query"], m["headers"] = strings.Join(query, "&"), headers
	if additional != nil {
		m["additional_headers"] = additional
	}
	return m
}

func checkVector(t *testing.T, got answer, want map[string]string) {
	t.Helper()
	if got.Error != "" {
		t.Fatal(got.Error)
	}
	if got.Canonical != want["canonical request"] {
		t.Errorf("canonical request %q, want %q", got.Canonical, want["canonical request"])
	}
	if got.ToSign != want["string to sign"] {
		t.Errorf("string to sign %q, want %q", got.ToSign, want["string to sign"])
	}
	last := got.Fields[len(got.Fields)-1]
	if got.URL == "" {
		if whole := want["authorization"]; got.Auth != last[1] || !strings.HasSuffix(got.Auth, want["signature"]) || whole != "" && got.Auth != whole {
			t.Errorf("authorization %q, want %q with the signature %q", got.Auth, whole, want["signature"])
		}
		return
	}
	if last[1] != want["signature"] {
		t.Errorf("signature %q, want %q", last[1], want["signature"])
	}
	_, query, _ := strings.Cut(got.URL, "?")
	if whole := want["url query"]; whole != "" && sorted(query) != sorted(whole) {
		t.Errorf("query %q, want %q", query, whole)
	}
}

// sorted puts the parameters of a query in an order, which publishers choose
// in their own ways.
func sorted(query string) string {
	parameters := strings.Split(query, "&")
	slices.Sort(parameters)
	return strings.Join(parameters, "&")
}
