package client_test

import (
	"errors"
	"fmt"
	"slices"

	"example.com/ossmeta/client"
	"example.com/ossmeta/headers"
)

const unexplained = "no order of the acknowledged acts, and of others, explains the metadata in the end"

// violations returns what in a history is not as EditObjectMeta promises, in
// words; nil if all is.
func (h *history) violations() []string {
	var all []string
	for i, e := range h.log {
		want := h.before(i)
		if e.ok && changes(e) {
			want = h.effect(i)
		}
		if !e.after.equal(want) {
			all = append(all, fmt.Sprintf("event %d made\n%v\nwhere it should have made\n%v", i, e.after, want))
		}
	}
	if !h.explained() {
		all = append(all, unexplained)
	}
	for _, a := range h.acts {
		if problem := h.account(a); problem != "" {
			all = append(all, fmt.Sprintf("act %d: %s", a.id, problem))
		}
	}
	return all
}

// changes reports an event that changes the object if it succeeds.
func changes(e event) bool {
	switch e.operation {
	case "HeadObject", "GetObjectACL":
		return false
	}
	return true
}

// effect returns what a write should have made of what it found.
func (h *history) effect(i int) stack {
	e, before := h.log[i], h.before(i)
	a := h.acts[e.act]
	want := before
	if a.edit == nil {
		want = a.effect(before)
	} else if found, ok := before.current(); ok {
		want = before.push(h.plan.versioning, h.copied(i, a, found))
	}
	if len(want) > 0 && len(e.after) > 0 && h.plan.versioning == "Enabled" && len(want) > len(before) {
		want[0].id = e.after[0].id // which the server chooses
	}
	return want
}

// copied returns what event i, the copy of an edit, should have made of the
// version that it found: the edit is applied to that one, whatever it was, and
// the rest is kept. What may differ is what cannot be detected: between reading
// and writing, the ACL may have been set without Last-Modified moving, and a
// lifecycle rule may have changed the class.
func (h *history) copied(i int, a *act, found version) version {
	head := h.lastBefore(i, "HeadObject")
	if head < 0 {
		return version{stored: stored{body: "a copy without a reading"}}
	}
	read, _ := h.log[head].after.current()
	want, basis := found, found.meta
	conflicts := h.conflicts(i)
	if conflicts {
		basis, want.class, want.crypt = read.meta, read.class, read.crypt
	}
	want.meta = edited(a, basis)
	for j := head + 1; j < i; j++ {
		if h.log[j].operation == "transition" {
			want.class = read.class
		}
	}
	switch got, _ := h.log[i].after.current(); {
	case a.opt.ACL != "":
		want.acl = string(a.opt.ACL)
	case (conflicts || !h.plan.oss.ACLMovesLastModified) && h.hadACL(read.id, got.acl, max(head, h.lastBefore(i, "GetObjectACL")), i):
		want.acl = got.acl
	}
	return want
}

// conflicts reports that event i, the copy of an edit, took another version
// than the edit had read, and that its caller was told so, or that it is not
// known what the edit did; or that the edit could not tell, see tooLate.
func (h *history) conflicts(i int) bool {
	head := h.lastBefore(i, "HeadObject")
	found, ok := h.before(i).current()
	if head < 0 || !ok || h.log[head].after[0].id == found.id {
		return false
	}
	var e *client.EditError
	if errors.As(h.acts[h.log[i].act].err, &e) {
		return e.Reason == client.EditUnclear || e.Reason == client.EditVersionConflict && e.ReadVersion == h.log[head].after[0].id && e.CopiedVersion == found.id
	}
	return h.tooLate(i)
}

// tooLate reports a copy that took effect after its edit was done, although
// another one had long been made for it: the version that was made since was
// deleted, and what the copy had read is, by Last-Modified, unmodified again.
// Nothing that a client does could keep that copy from happening.
func (h *history) tooLate(i int) bool {
	head := h.lastBefore(i, "HeadObject")
	return h.log[i].at.After(h.acts[h.log[i].act].returned) && head >= 0 && slices.ContainsFunc(h.log[head:i], func(e event) bool {
		return e.ok && e.operation == "DeleteObject" && h.acts[e.act].target != ""
	})
}

// hadACL reports whether a version had an ACL, and was current, right after
// event from, or later but before event i.
func (h *history) hadACL(id, acl string, from, i int) bool {
	return slices.ContainsFunc(h.log[from:i], func(e event) bool {
		v, ok := e.after.current()
		return ok && v.id == id && v.acl == acl
	})
}

// lastBefore returns the last successful event of an operation that belongs to
// the same attempt as event i, or -1.
func (h *history) lastBefore(i int, operation string) int {
	for j := i - 1; j >= 0; j-- {
		if e := h.log[j]; e.act == h.log[i].act && e.try == h.log[i].try && e.operation == operation && e.ok {
			return j
		}
	}
	return -1
}

// account says what is wrong with what an act's caller was told.
func (h *history) account(a *act) string {
	if a.edit == nil {
		return ""
	}
	writes, last := 0, -1
	for i, e := range h.log {
		if e.act != a.id || !e.ok {
			continue
		}
		late := e.at.After(a.returned)
		switch {
		case e.operation == "CopyObject" && late && a.err == nil && !h.tooLate(i):
			return "wrote after it was acknowledged"
		case e.operation == "CopyObject":
			writes++
		}
		if e.operation != "GetObjectACL" && !late {
			last = i
		}
	}
	switch {
	case a.err == nil && !a.result.Changed && writes > 0:
		return "wrote, and said that it changed nothing"
	case a.err == nil && (last < 0 || !isDone(a, h.log[last].after)):
		return "was acknowledged and had no effect"
	case a.err != nil && writes > 0 && !errors.Is(a.err, client.EditUnclear) && !errors.Is(a.err, client.EditVersionConflict):
		return "wrote, and its error says that it did not"
	}
	return ""
}

// isDone reports that an edit has nothing left to do.
func isDone(a *act, s stack) bool {
	v, ok := s.current()
	return ok && edited(a, v.meta).Equal(v.meta)
}

// edited returns metadata after an edit.
func edited(a *act, m headers.Metadata) headers.Metadata {
	m = m.Clone()
	if m.User == nil {
		m.User = map[string]string{}
	}
	a.edit(&m)
	return m
}
