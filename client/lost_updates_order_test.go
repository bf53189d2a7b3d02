package client_test

import (
	"slices"
	"strings"
	"time"

	"example.com/ossmeta/headers"
)

// A step is an act that happened, or may have happened, once.
type step struct {
	act              *act
	id               string            // of the version that it made, if it made one
	meta             *headers.Metadata // of a copy of another version than the one that was read, of which its caller was told
	optional         bool              // it was not acknowledged, or was done more than once
	called, returned time.Time
}

// explained reports whether some order of the acknowledged acts, and of any of
// the others, makes of the object as it was at first the metadata that are
// stored in the end. An act that had ended before another began comes before
// it. Nothing is presumed about when and in which order the server did
// anything.
func (h *history) explained() bool {
	s := search{h: h, steps: h.steps(), seen: map[string]bool{}}
	if len(h.log) == 0 {
		return true
	}
	s.final, s.exists = h.log[len(h.log)-1].after.current()
	return s.from(0, h.begin)
}

// steps returns what the acts that deal with metadata may have done, in the
// server's order: it is tried first.
func (h *history) steps() []step {
	var all []step
	written := map[*act]bool{}
	for i := len(h.log) - 1; i >= 0; i-- {
		e, a := h.log[i], h.acts[h.log[i].act]
		if !e.ok || !changes(e) || e.operation != "CopyObject" && e.operation != "PutObject" && e.operation != "DeleteObject" {
			continue
		}
		late := e.at.After(a.returned)
		s := step{act: a, optional: a.err != nil || written[a] || late, called: a.called, returned: a.returned}
		if s.optional {
			s.returned = time.Unix(1<<40, 0)
		}
		if len(e.after) > 0 {
			s.id = e.after[0].id
		}
		if a.edit != nil && h.conflicts(i) {
			s.meta = &e.after[0].meta
		}
		written[a] = written[a] || !late
		all = append(all, s)
	}
	for _, a := range h.acts { // that found nothing to do
		if a.edit != nil && a.err == nil && !written[a] {
			all = append(all, step{act: a, called: a.called, returned: a.returned})
		}
	}
	slices.Reverse(all)
	return all
}

// A search looks for an order of at most 64 steps.
type search struct {
	h      *history
	steps  []step
	final  version
	exists bool
	seen   map[string]bool // what leads nowhere
}

// from reports whether the final metadata can be reached from s, with the
// steps of the set done already.
func (x *search) from(done uint64, s stack) bool {
	key := x.key(done, s)
	if x.seen[key] {
		return false
	}
	x.seen[key] = true
	missing := false
	for i, st := range x.steps {
		if done>>i&1 == 1 {
			continue
		}
		missing = missing || !st.optional
		if !x.may(done, i) {
			continue
		}
		if next, ok := x.apply(st, s); ok && x.from(done|1<<i, next) {
			return true
		}
	}
	v, ok := s.current()
	return !missing && ok == x.exists && v.body == x.final.body && v.meta.Equal(x.final.meta)
}

// may reports whether no step that is missing has ended before step i began.
func (x *search) may(done uint64, i int) bool {
	for j, other := range x.steps {
		if done>>j&1 == 0 && !other.optional && other.returned.Before(x.steps[i].called) {
			return false
		}
	}
	return true
}

// apply does a step, if it can be done.
func (x *search) apply(st step, s stack) (stack, bool) {
	next := s
	if st.act.edit == nil {
		next = st.act.effect(s)
	} else {
		v, ok := s.current()
		if !ok {
			return nil, false
		}
		meta := edited(st.act, v.meta)
		switch {
		case st.meta != nil:
			v.meta = *st.meta
		case meta.Equal(v.meta):
			return s, true
		default:
			v.meta = meta
		}
		next = s.push(x.h.plan.versioning, v)
	}
	if x.h.plan.versioning == "Enabled" && st.act.target == "" {
		next[0].id = st.id
	}
	return next, true
}

func (x *search) key(done uint64, s stack) string {
	var text strings.Builder
	for i := range x.steps {
		text.WriteByte('0' + byte(done>>i&1))
	}
	for _, v := range s {
		text.WriteString("\x00" + v.id + "\x00" + v.body)
		for name, value := range v.meta.All() {
			text.WriteString("\x01" + name + "\x02" + value)
		}
	}
	return text.String()
}
