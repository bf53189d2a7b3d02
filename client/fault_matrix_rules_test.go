package client_test

import (
	"net/http"
	"time"

	"example.com/ossmeta/client"
	"example.com/ossmeta/xmlerr"
)

// A prediction is what the rules say of one cell.
type prediction struct {
	fails   bool
	kind    faultKind   // of the failure
	status  int         // of the answer that it is, or 0
	code    xmlerr.Code // "" = any
	reason  client.EditReason
	unclear bool // the error must say that something may have been written

	requests    int // of the step that the faults are aimed at
	least, most int // how often the effect that shows took place
}

// A player plays an operation by the rules.
type player struct {
	op    *matrixOp
	aim   int // index of the step that the faults are aimed at
	fault *matrixFault
	at    position

	wrong   time.Duration // the server's clock minus the local one
	learned time.Duration // what the client takes for it
	got     prediction
}

// play returns what becomes of the operation.
func (p *player) play() prediction {
	if p.at.wrongClock {
		p.wrong = faultSkew
	}
	for n := 1; ; n++ {
		p.steps()
		switch mayRepeat := p.got.kind != refused || p.got.status < 300; {
		case !p.op.edit || !p.got.fails || !p.got.unclear:
			return p.got
		case n == matrixAttempts || p.got.kind == late || !mayRepeat:
			p.got.reason = client.EditUnclear
			return p.got
		case p.got.least > 0: // it reads again, and finds nothing to do
			p.got.fails = false
			return p.got
		}
	}
}

// steps sends one request after the other, until one fails.
func (p *player) steps() {
	p.got.fails = false
	for i := range p.op.steps {
		if p.step(i); p.got.fails {
			return
		}
	}
}

// step sends the i-th request as often as it takes.
func (p *player) step(i int) {
	s := &p.op.steps[i]
	for n := 1; ; n++ {
		f := &noFault
		if i == p.aim {
			p.got.requests++
			f = p.at.at(p.got.requests, p.fault)
		}
		if again := p.request(s, f); !again || n == matrixAttempts || s.is(oneShot) {
			return
		}
	}
}

// request sends one request, which meets a fault. It reports whether a
// repetition may help, and does no harm.
func (p *player) request(s *matrixStep, f *matrixFault) (again bool) {
	kind := kindFor(s, f)
	if signed := f.inject.Status == 0 && !f.inject.Reset || f.effect != undone; signed {
		if server := p.wrong + f.inject.Skew; server != p.learned {
			p.learned = server
			p.fail(refused, http.StatusForbidden, xmlerr.RequestTimeTooSkewed)
			return true
		}
	}
	if s.is(writes) && !s.is(hidden) {
		p.count(f.effect)
	}
	p.got.fails = false
	if kind == unharmed {
		if f.reason != "" && p.op.edit && s.server == "HeadObject" {
			p.fail(refused, 0, "")
			p.got.reason = f.reason
		}
		return false
	}
	p.fail(kind, f.status, f.code)
	p.got.unclear = p.got.unclear || s.is(writes) && (kind != refused || f.status < 300)
	return (kind == passing || kind == unanswered) && !s.is(once)
}

// kindFor returns what the fault is to a request of the step: what happens to a
// body means nothing if there is none.
func kindFor(s *matrixStep, f *matrixFault) faultKind {
	switch {
	case f.kind == skewed:
		return unharmed // to whoever has learned of it
	case f.kind != broken && f.kind != endless:
		return f.kind
	case s.is(document):
		return unanswered
	case !s.is(content):
		return unharmed
	case f.kind == endless:
		return late
	}
	return broken
}

func (p *player) fail(kind faultKind, status int, code xmlerr.Code) {
	p.got.fails, p.got.kind, p.got.status, p.got.code = true, kind, status, code
}

func (p *player) count(e effect) {
	if e == done {
		p.got.least++
	}
	if e != undone {
		p.got.most++
	}
}
