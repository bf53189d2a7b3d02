package headers_test

import (
	"bufio"
	"bytes"
	"net/http"
	"net/textproto"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/ossmeta/headers"
)

// overTheWire sends a header through net/http's writer and net/textproto's reader.
func overTheWire(t *testing.T, h http.Header) http.Header {
	t.Helper()
	var b bytes.Buffer
	if err := h.Write(&b); err != nil {
		t.Fatal(err)
	}
	b.WriteString("\r\n")
	back, err := textproto.NewReader(bufio.NewReader(&b)).ReadMIMEHeader()
	if err != nil {
		t.Fatal(err)
	}
	return http.Header(back)
}

func FuzzWriteRead(f *testing.F) {
	f.Add("text/plain", "gzip", "attachment", "zh-CN", "no-cache", "0", "author", "Ann", "count", "")
	f.Add("", "", "", "", "", "2022-10-12T00:00:00.000Z", "A", "1", "a", "2")
	f.Add("你好", "\xb1\xa5", " ", "\r\n", "\x00", "a\tb", "a_b", "x ", "", "\xff")
	f.Add("", "", "", "", "", "", "x-oss-meta-a", "1", "\u212a b", "")
	f.Fuzz(func(t *testing.T, ct, ce, cd, cl, cc, ex, n1, v1, n2, v2 string) {
		m := headers.Metadata{
			ContentType: ct, ContentEncoding: ce, ContentDisposition: cd, ContentLanguage: cl,
			CacheControl: cc, Expires: ex, User: map[string]string{n1: v1, n2: v2},
		}
		h := http.Header{}
		m.Write(h)
		back, err := headers.ReadMetadata(h)
		if err != nil || !m.Equal(back) {
			t.Errorf("%v comes back as %v, %v", m, back, err)
		}
		if faults := m.Check(m); faults != nil {
			t.Errorf("untouched, but has a fault: %v", faults[0])
		}
		if faults := m.Check(headers.Metadata{}); faults != nil {
			return
		}
		if diff := cmp.Diff(h, overTheWire(t, h)); diff != "" {
			t.Errorf("passes Check, but changes on the wire: -sent +got:\n%s", diff)
		}
		for name, value := range m.All() {
			if e := headers.CheckField(name, value); e != nil {
				t.Errorf("passes Check, but not CheckField: %v", e)
			}
		}
	})
}

func FuzzReadWrite(f *testing.F) {
	f.Add("Content-Type", "text/plain", "x-oss-meta-a_b", "你")
	f.Add("EXPIRES", "\xb1\xa5 ", "expires", "")
	f.Add("X-OSS-META-A", "1\r\n", "x-oss-meta-a", "2")
	f.Add("Date", "1", "x-oss-meta-\xff B", "\x00")
	f.Fuzz(func(t *testing.T, k1, v1, k2, v2 string) {
		in := map[string][]string{k1: {v1}, k2: {v2}}
		m, err := headers.ReadMetadata(in)
		out := map[string][]string{}
		m.Write(out)
		again, err2 := headers.ReadMetadata(out)
		if err2 != nil || !cmp.Equal(m, again) {
			t.Errorf("%v comes back as %v, %v", m, again, err2)
		}
		for name, value := range m.All() {
			if v, ok := headers.Get(in, name); !ok || v != value {
				t.Errorf("%s is %q, but came as %q, %v", name, value, v, ok)
			}
			if v, ok := headers.Get(out, name); !ok || v != value {
				t.Errorf("%s is %q, but is written as %q, %v", name, value, v, ok)
			}
		}
		if err != nil {
			return
		}
		for _, k := range []string{k1, k2} {
			if v, ok := m.Get(k); ok && v != in[k][0] {
				t.Errorf("%q was %q and is %q without an error", k, in[k][0], v)
			}
		}
	})
}

func FuzzDiff(f *testing.F) {
	f.Add("text/plain", "", "a", "1", "b", "", "", "0", "A", "1", "c", "2")
	f.Add("", "", "A", "1", "a", "2", "", "", "a", "2", "aA", "")
	f.Add("", "", "", "0", "1", "0", "", "", "", "1", "", "1") // a name that is empty, and one that is gone
	f.Fuzz(func(t *testing.T, ct1, ex1, a1, b1, c1, d1, ct2, ex2, a2, b2, c2, d2 string) {
		m := headers.Metadata{ContentType: ct1, Expires: ex1, User: map[string]string{a1: b1, c1: d1}}
		n := headers.Metadata{ContentType: ct2, Expires: ex2, User: map[string]string{a2: b2, c2: d2}}
		d := m.Diff(n)
		if m.Equal(n) != (d == nil) {
			t.Errorf("Equal = %v with the changes %v", m.Equal(n), d)
		}
		edited := m.Clone()
		for _, c := range d {
			old, had := m.Get(c.Name)
			value, has := n.Get(c.Name)
			if want := (headers.Change{Name: c.Name, Old: old, New: value, Added: !had, Removed: !has}); c != want {
				t.Errorf("change is %#v, want %#v", c, want)
			}
			var err error
			if c.Removed {
				err = edited.Delete(c.Name)
			} else {
				err = edited.Set(c.Name, c.New)
			}
			if err != nil {
				t.Error(err)
			}
		}
		if !edited.Equal(n) {
			t.Errorf("the changes %v lead to %v, not %v", d, edited, n)
		}
		back := n.Diff(m)
		for i := range back {
			back[i].Old, back[i].New = back[i].New, back[i].Old
			back[i].Added, back[i].Removed = back[i].Removed, back[i].Added
		}
		if !slices.Equal(d, back) {
			t.Errorf("the way back %v does not mirror %v", back, d)
		}
	})
}
