package client_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"example.com/ossmeta/client"
	"example.com/ossmeta/client/osstest"
	"example.com/ossmeta/xmlerr"
)

// A matrixState is what is stored: by key the versions, newest first, without
// what differs from one run to another.
type matrixState map[string][]osstest.Object

// seedMatrix stores two objects a day ago. That an ACL is private must be
// kept, too.
func seedMatrix(oss *osstest.OSS) {
	for _, key := range []string{matrixKey, matrixOther} {
		object := everything()
		object.ACL, object.LastModified = "private", time.Now().Add(-24*time.Hour)
		oss.PutObject(bucketName, key, object)
	}
}

func stateOf(oss *osstest.OSS) matrixState {
	state := matrixState{}
	for _, key := range matrixKeys {
		state[key] = oss.Versions(bucketName, key)
		for i := range state[key] {
			state[key][i].LastModified, state[key][i].VersionID = time.Time{}, ""
		}
	}
	return state
}

// after returns the state when the operation, which makes after of before, was
// carried out n times.
func (before matrixState) after(n int, after matrixState, versioned bool) matrixState {
	switch {
	case n == 0:
		return before
	case n == 1 || !versioned:
		return after
	}
	state := matrixState{}
	for key := range before {
		added := after[key][:len(after[key])-len(before[key])] // 0 or 1 version
		state[key] = slices.Concat(slices.Repeat(added, n-1), after[key])
	}
	return state
}

// checkPlain checks what the others are compared with: an operation without
// faults succeeds, and changes something if it writes.
func (r *cellResult) checkPlain(t *testing.T) {
	t.Helper()
	writing := slices.ContainsFunc(r.op.steps, func(s matrixStep) bool { return s.is(writes) })
	if changed := !reflect.DeepEqual(r.before, r.after); r.err != nil || r.shown == "" || changed != writing {
		t.Fatalf("%s without faults: result %q, error %v, something changed: %v", r.op.name, r.shown, r.err, changed)
	}
	if r.op.changes == nil {
		return
	}
	want := everything()
	want.ObjectType, want.ACL, want.ETag, want.CRC64 = "Normal", "private", r.before[matrixKey][0].ETag, r.before[matrixKey][0].CRC64
	r.op.changes(&want)
	if diff := cmp.Diff(want, r.after[matrixKey][0]); diff != "" {
		t.Fatalf("%s without faults (-want +stored):\n%s", r.op.name, diff)
	}
}

// check compares the result with the rules.
func (r *cellResult) check(t *testing.T, plain *cellResult) {
	t.Helper()
	want := (&player{op: r.op, aim: r.aim, fault: r.fault, at: r.at}).play()
	bad := func(format string, values ...any) {
		t.Helper()
		t.Errorf("%v: %s", r.cell, fmt.Sprintf(format, values...))
	}
	switch {
	case want.fails && r.err == nil:
		bad("success, but it fails by the rules: %+v", want)
	case want.fails:
		for _, text := range r.wrongs(want) {
			bad("%s: %v; by the rules: %+v", text, r.err, want)
		}
	case r.err != nil:
		bad("fails, but by the rules it does not: %v", r.err)
	case r.shown != plain.shown:
		bad("the result is\n%s\nand without faults\n%s", r.shown, plain.shown)
	}
	if r.requests != want.requests {
		bad("%d requests, by the rules %d", r.requests, want.requests)
	}
	if r.open != 0 || r.took > faultDeadline {
		bad("%d bodies are open after %v", r.open, r.took)
	}
	if diff := r.difference(want, plain); diff != "" {
		bad("stored (-by the rules +is):\n%s\nerror %v", diff, r.err)
	}
}

// difference compares what is stored with what may be: the effect took place
// want.least to want.most times.
func (r *cellResult) difference(want prediction, plain *cellResult) (diff string) {
	for n := want.least; n <= want.most; n++ {
		expected := r.before.after(n, plain.after, r.versioned)
		if reflect.DeepEqual(expected, r.after) { // cmp takes long
			return ""
		}
		diff = cmp.Diff(expected, r.after)
	}
	return diff
}

// reading reports an operation whose caller reads the content, with net/http's errors.
func (r *cellResult) reading() bool { return r.op.steps[r.aim].is(content) }

// wrongs returns what is wrong with an error.
func (r *cellResult) wrongs(want prediction) (wrongs []string) {
	wrong := func(is bool, text string) {
		if is {
			wrongs = append(wrongs, text)
		}
	}
	var op *client.OpError
	var answer *xmlerr.Error
	name, _, _ := strings.Cut(r.op.name, " ")
	if name == "Do:" {
		name = r.op.steps[r.aim].server
	}
	isOp, isAnswer := errors.As(r.err, &op), errors.As(r.err, &answer)
	wrong(!isOp && !r.reading(), "is no OpError")
	wrong(isOp && (!strings.HasPrefix(name, op.Op) || op.Bucket != bucketName), "names another operation")
	wrong(isOp && op.Unclear != want.unclear, "says wrongly whether it is clear what was written")
	wrong(isAnswer != (want.status != 0), "has an answer, or should have")
	wrong(isAnswer && answer.StatusCode != want.status, "has another status")
	wrong(isAnswer && want.code != "" && answer.Code != want.code, "has another code")
	wrong(want.reason != "" && !errors.Is(r.err, want.reason), "has another reason")
	wrong(want.kind == late != errors.Is(r.err, context.DeadlineExceeded), "is, or should be, the context's")
	wrong(want.kind == late && r.took != faultDeadline, "comes at another time than the deadline")
	wrong(want.kind == broken && !errors.Is(r.err, io.ErrUnexpectedEOF), "does not say that the body broke off")
	text := fmt.Sprintf("%v %+v", r.err, r.err)
	hides := want.unclear && want.kind == refused && want.status >= 300 && !r.op.edit && !strings.Contains(text, "may have taken effect")
	wrong(hides, "hides that an earlier attempt may have taken effect")
	wrong(strings.ContainsFunc(r.err.Error(), func(c rune) bool { return c < ' ' }), "has several lines")
	wrong(strings.Contains(text, matrixCredentials.AccessKeySecret) || strings.Contains(text, matrixCredentials.SecurityToken), "tells a secret")
	return wrongs
}
