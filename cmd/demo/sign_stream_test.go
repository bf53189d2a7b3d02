package main

import (
	"bufio"
	"context"
	"errors"
	"io"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"
)

// TestSignInTurn asks for the next answer only after the last one: answers are
// not held back.
func TestSignInTurn(t *testing.T) {
	in, toProgram := io.Pipe()
	fromProgram, out := io.Pipe()
	done := make(chan int, 1)
	go func() {
		done <- run(context.Background(), []string{"sign", "-json"}, noEnvironment, in, out, io.Discard)
		out.Close()
	}()
	answers := bufio.NewReader(fromProgram)
	for i := range 3 {
		io.WriteString(toProgram, lineOf(t, map[string]any{"id": i})+"\n")
		if line, err := answers.ReadString('\n'); err != nil || !strings.HasPrefix(line, `{"id":`+strconv.Itoa(i)+`,"canonical`) {
			t.Fatalf("answer %q, %v", line, err)
		}
	}
	toProgram.Close()
	if status := <-done; status != 0 {
		t.Errorf("status %d", status)
	}
}

// TestSignInterrupted waits for a line that never comes.
func TestSignInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	in, toProgram := io.Pipe()
	defer toProgram.Close()
	done := make(chan int, 1)
	var stderr strings.Builder
	go func() { done <- run(ctx, []string{"sign", "-json"}, noEnvironment, in, io.Discard, &stderr) }()
	cancel()
	select {
	case status := <-done:
		checkOneLine(t, result{status: status, stderr: stderr.String()}, exitFailed, "canceled")
	case <-time.After(5 * time.Second):
		t.Fatal("the program goes on waiting")
	}
}

func TestSignLongLines(t *testing.T) {
	base := lineOf(t, map[string]any{"id": "long", "headers": [][]string{{"unsigned", ""}}})
	fits := strings.Replace(base, `["unsigned",""]`, `["unsigned","`+strings.Repeat("x", maxLine-len(base))+`"]`, 1)
	if len(fits) != maxLine {
		t.Fatalf("the line has %d bytes", len(fits))
	}
	good := lineOf(t, map[string]any{"id": "next"})
	for _, last := range []string{"\n" + good, ""} {
		long := fits + " "
		out := new(fixture).runWith(t, fits+"\n"+long+last, "sign", "-json").stdout
		lines := strings.Split(strings.TrimSuffix(out, "\n"), "\n")
		if !strings.HasPrefix(lines[0], `{"id":"long","canonical`) || lines[1] != `{"id":null,"error":"the line is longer than 8 MiB"}` {
			t.Errorf("answers %.60s and %.60s", lines[0], lines[1])
		}
		if last != "" && (len(lines) != 3 || !strings.HasPrefix(lines[2], `{"id":"next","canonical`)) || last == "" && len(lines) != 2 {
			t.Errorf("after a long line: %q", lines[2:])
		}
	}
}

// TestSignBroken loses its input or its output.
func TestSignBroken(t *testing.T) {
	var stdout, stderr strings.Builder
	in := io.MultiReader(strings.NewReader(lineOf(t, nil)+"\n{"), brokenReader{})
	status := run(t.Context(), []string{"sign", "-json"}, noEnvironment, in, &stdout, &stderr)
	if checkOneLine(t, result{status, "", stderr.String()}, exitFailed, "cable was cut"); strings.Count(stdout.String(), "\n") != 1 {
		t.Errorf("stdout %q", stdout.String())
	}
	stderr.Reset()
	status = run(t.Context(), []string{"sign", "-json"}, noEnvironment, &lines{text: lineOf(t, nil) + "\n", n: 1 << 40}, brokenWriter{}, &stderr)
	checkOneLine(t, result{status, "", stderr.String()}, exitFailed, "disk is full")
}

type brokenReader struct{}

func (brokenReader) Read([]byte) (int, error) { return 0, errors.New("cable was cut") }

// lines gives the text n times.
type lines struct {
	text string
	n    int64
	left string
}

func (l *lines) Read(p []byte) (int, error) {
	if l.left == "" {
		if l.n == 0 {
			return 0, io.EOF
		}
		l.n, l.left = l.n-1, l.text
	}
	n := copy(p, l.left)
	l.left = l.left[n:]
	return n, nil
}

// A meter counts lines, and looks at the heap now and then.
type meter struct {
	lines   int
	writes  int
	highest uint64
}

func (m *meter) Write(p []byte) (int, error) {
	m.lines += strings.Count(string(p), "\n")
	if m.writes++; m.writes%512 == 0 {
		m.highest = max(m.highest, liveHeap())
	}
	return len(p), nil
}

func liveHeap() uint64 {
	runtime.GC()
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return stats.HeapAlloc
}

// TestSignMemory signs many lines, a huge one and some that are refused, and holds
// on to none of them.
func TestSignMemory(t *testing.T) {
	const n = 20_000
	line := lineOf(t, map[string]any{"headers": [][]string{{"x-oss-meta-a", strings.Repeat("x", 200)}}})
	headers := make([][]string, 50_000)
	for i := range headers {
		headers[i] = []string{"h" + strconv.Itoa(i), ""}
	}
	in := io.MultiReader(strings.NewReader(lineOf(t, map[string]any{"headers": headers})+"\n"),
		&lines{text: line + "\n" + `{"id":"` + strings.Repeat("y", 200) + `"}` + "\n", n: n / 2})
	before := liveHeap()
	var m meter
	var stderr strings.Builder
	if status := run(t.Context(), []string{"sign", "-json"}, noEnvironment, in, &m, &stderr); status != 0 || m.lines != n+1 {
		t.Fatalf("status %d, %d answers, stderr %q", status, m.lines, stderr.String())
	}
	if grown := int64(m.highest) - int64(before); m.highest == 0 || grown > 2<<20 {
		t.Errorf("the heap grew from %d to %d bytes", before, m.highest)
	}
}
