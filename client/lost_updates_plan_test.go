package client_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"time"

	"example.com/ossmeta/client"
	"example.com/ossmeta/client/osstest"
	"example.com/ossmeta/headers"
)

// An act is one operation of one writer in a history.
type act struct {
	id     int
	what   string
	pause  time.Duration // before it, after the writer's last one
	limit  time.Duration // of its context; 0 = none
	edit   func(*headers.Metadata) error
	opt    client.EditOptions
	send   func(context.Context, *client.Bucket) error // of a writer that is no editor
	effect func(stack) stack                           // what every success of that does
	target string                                      // the version that it deletes

	called, returned time.Time
	result           *client.EditResult
	err              error
}

// A plan is a history before it happens: all of it follows from the seed.
type plan struct {
	*rand.Rand
	oss        osstest.Options
	versioning string
	begin      []osstest.Object
	writers    [][]*act
	trouble    float64       // the part of requests that fail
	slow       time.Duration // the longest way from a client to the server, or back
}

var (
	acls    = []client.ACL{client.DefaultACL, client.Private, client.PublicRead}
	classes = []string{"Standard", "IA"}
)

func pick[T any](p *plan, list []T) T { return list[p.IntN(len(list))] }

func (p *plan) chance(part float64) bool { return p.Float64() < part }

func (p *plan) upTo(most time.Duration) time.Duration { return time.Duration(p.Int64N(int64(most))) }

// newPlan draws a plan. The server's clock has a sub-second phase of its own,
// and never lies.
func newPlan(seed uint64, split bool) *plan {
	p := &plan{Rand: rand.New(rand.NewPCG(seed, 0))}
	p.versioning = pick(p, []string{"", "", "Enabled", "Enabled", "Suspended"})
	phase := p.upTo(time.Second)
	p.oss = osstest.Options{
		Buckets:              []osstest.Bucket{{Name: bucketName, Versioning: strings.Replace(p.versioning, "Suspended", "Enabled", 1)}}, // see seedObject
		Now:                  func() time.Time { return time.Now().Add(phase) },
		Precedence:           pick(p, []osstest.Precedence{osstest.And, osstest.RFC}),
		CopyStorageClass:     pick(p, []osstest.CopyClass{osstest.CopyToStandard, osstest.CopyKeepsClass}),
		ACLMovesLastModified: p.chance(0.3),
		MaxRequests:          -1,
	}
	p.trouble = pick(p, []float64{0, 0.1, 0.3})
	p.slow = pick(p, []time.Duration{30 * time.Millisecond, 300 * time.Millisecond, 2 * time.Second})
	p.begin = []osstest.Object{
		{Body: []byte("first"), Header: http.Header{"X-Oss-Meta-Begin": {"first"}}},
		{Body: []byte("second"), ACL: "public-read", StorageClass: "IA", Tags: []headers.Tag{{Key: "k", Value: "v"}}, ServerSideEncryption: "AES256",
			Header: http.Header{"X-Oss-Meta-Begin": {"second"}, "Expires": {"0"}}}}
	p.drawWriters()
	if hold := p.upTo(time.Second); split {
		p.oss.SplitConditions = 1 + hold
	}
	return p
}

// drawWriters draws two to four editors, up to three others, and what each
// does.
func (p *plan) drawWriters() {
	kinds := make([]func(*act), 2+p.IntN(3))
	for i := range kinds {
		kinds[i] = p.edit
	}
	others := []func(*act){p.setACL, p.setACL, p.replace, p.put, p.tag, p.transition, p.undo}
	if p.chance(0.2) {
		others = append(others, p.remove)
	}
	for range p.IntN(4) {
		kinds = append(kinds, pick(p, others))
	}
	id := 0
	for _, kind := range kinds {
		var acts []*act
		for range pick(p, []int{1, 1, 2, 3}) {
			a := &act{id: id, pause: p.upTo(2 * time.Second)}
			if p.chance(0.1) {
				a.limit = time.Second + p.upTo(5*time.Second)
			}
			kind(a)
			acts = append(acts, a)
			id++
		}
		p.writers = append(p.writers, acts)
	}
}

// edit makes a an edit. All edits set or remove values, or put one thing into
// a set, so that an edit done twice does what its last time does.
func (p *plan) edit(a *act) {
	set := func(name, value string) {
		a.what = "edit: " + name + "=" + value
		a.edit = func(m *headers.Metadata) error { return m.Set(name, value) }
	}
	switch n := fmt.Sprint(a.id); p.IntN(6) {
	case 0:
		set("x-oss-meta-own-"+n, n)
	case 1:
		set("x-oss-meta-shared", n)
	case 2:
		a.what = "edit: shared removed"
		a.edit = func(m *headers.Metadata) error { return m.Delete("x-oss-meta-shared") }
	case 3:
		set("Cache-Control", "max-age="+n)
	default:
		a.what = "edit: member " + n
		a.edit = func(m *headers.Metadata) error {
			members := strings.Fields(m.User["members"])
			if !slices.Contains(members, n) {
				members = append(members, n)
			}
			slices.Sort(members)
			m.User["members"] = strings.Join(members, " ")
			return nil
		}
	}
	a.opt = client.EditOptions{AllowNullVersion: true, MaxAttempts: pick(p, []int{0, 0, 0, 3})}
	if p.chance(0.1) {
		a.opt.ACL = pick(p, acls)
		a.what += ", ACL " + string(a.opt.ACL)
	}
}

func (p *plan) setACL(a *act) {
	acl := pick(p, acls)
	a.what = "PutObjectACL " + string(acl)
	a.send = func(ctx context.Context, b *client.Bucket) error {
		_, err := b.PutObjectACL(ctx, "k", acl, nil)
		return err
	}
	a.effect = func(s stack) stack { return s.change(func(v *version) { v.acl = string(acl) }) }
}

func (p *plan) tag(a *act) {
	tags := []headers.Tag{{Key: "by", Value: fmt.Sprint(a.id)}}
	a.what = "PutObjectTagging"
	a.send = func(ctx context.Context, b *client.Bucket) error {
		_, err := b.PutObjectTagging(ctx, "k", tags, nil)
		return err
	}
	a.effect = func(s stack) stack { return s.change(func(v *version) { v.tags = fmt.Sprint(tags) }) }
}

// blind returns what a writer writes that has not read, and with which options.
func (p *plan) blind(a *act) (version, client.Placement) {
	v := version{stored{acl: string(pick(p, acls)), class: pick(p, classes), crypt: "  ", tags: "[]"},
		headers.Metadata{ContentType: "text/plain", User: map[string]string{"by": fmt.Sprint(a.id)}}}
	return v, client.Placement{ACL: client.ACL(v.acl), StorageClass: v.class}
}

func (p *plan) replace(a *act) {
	v, placement := p.blind(a)
	a.what = "ReplaceObjectMeta " + v.acl + " " + v.class
	a.send = func(ctx context.Context, b *client.Bucket) error {
		_, err := b.ReplaceObjectMeta(ctx, "k", v.meta, &client.ReplaceObjectMetaOptions{Placement: placement})
		return err
	}
	a.effect = func(s stack) stack {
		v := v
		old, _ := s.current()
		v.body, v.tags = old.body, old.tags
		return s.push(p.versioning, v)
	}
}

func (p *plan) put(a *act) {
	v, placement := p.blind(a)
	v.body = "put " + fmt.Sprint(a.id)
	a.what = "PutObject " + v.acl + " " + v.class
	a.send = func(ctx context.Context, b *client.Bucket) error {
		_, err := b.PutObject(ctx, "k", strings.NewReader(v.body), &client.PutObjectOptions{Metadata: v.meta, Placement: placement})
		return err
	}
	a.effect = func(s stack) stack { return s.push(p.versioning, v) }
}

func (p *plan) remove(a *act) {
	a.what = "DeleteObject"
	a.send = func(ctx context.Context, b *client.Bucket) error {
		_, err := b.DeleteObject(ctx, "k", nil)
		return err
	}
	a.effect = func(s stack) stack {
		if p.versioning == "" {
			return nil
		}
		return s.push(p.versioning, version{stored: stored{marker: true}})
	}
}

// undo deletes the current version for good, so that the one before it is
// current again. Without versioning it does nothing.
func (p *plan) undo(a *act) {
	a.what = "DeleteObject of the current version"
	a.send = func(ctx context.Context, b *client.Bucket) error {
		head, err := b.HeadObject(ctx, "k", nil)
		if err != nil || head.VersionID == "" {
			return err
		}
		a.target = head.VersionID
		_, err = b.DeleteObject(ctx, "k", &client.DeleteObjectOptions{VersionID: head.VersionID})
		return err
	}
	a.effect = func(s stack) stack { return s.without(a.target) }
}

// transition does to the object what a lifecycle rule does: its class is
// another one, its Last-Modified is the same (OSS, "What are the operations
// that affect the LastModified attribute": a rule is not among them). It is
// none of the client's operations; see history.transition.
func (p *plan) transition(a *act) {
	class := pick(p, classes)
	a.what = "lifecycle: " + class
	a.effect = func(s stack) stack { return s.change(func(v *version) { v.class = class }) }
}
