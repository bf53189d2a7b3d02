package xmlerr

import (
	"bytes"
	"strings"
)

// What is read of XML 1.0 (https://www.w3.org/TR/xml/): elements, character
// data, CDATA sections, the five predefined entities and character references.
// Attributes, comments, processing instructions and document types are passed
// over. Entities that a document type declares are not expanded: an unknown
// reference stays as it is written. The encoding is taken for UTF-8 whatever
// the document declares, which reads the markup of every encoding that extends
// ASCII.
//
// encoding/xml is not used because it stops at the first byte that is not UTF-8
// or not a character of XML 1.0, both of which a string to sign may contain,
// and because it is more than half of the code that a program pays for this
// module. Tests compare the two.

// scan walks the document src and calls leaf with the path of names (the root's
// first, as written) and the unescaped text of every element that ended and had
// no child elements; both are valid during the call only.
// It stops at the end of the root element, and at the first thing that is not
// well-formed: then those of the elements that were complete have been seen. It
// returns the local name of the root, "" if src does not begin with an element.
func scan(src []byte, leaf func(path [][]byte, text []byte)) (root string) {
	s := scanner{src: bytes.TrimPrefix(src, []byte("\uFEFF")), leaf: leaf}
	for s.step() {
	}
	return s.root
}

type scanner struct {
	src    []byte // the rest
	leaf   func(path [][]byte, text []byte)
	root   string
	open   [][]byte // names of the open elements, as written
	text   []byte   // of the innermost element, since it began
	isLeaf bool     // the innermost element has no child so far
}

// step takes one piece of markup and the text before it; false ends the walk.
func (s *scanner) step() bool {
	i := bytes.IndexByte(s.src, '<')
	if i < 0 {
		return false
	}
	if len(s.open) > 0 {
		s.text = appendText(s.text, s.src[:i], true)
	} else if len(trimBlank(s.src[:i])) > 0 {
		return false
	}
	s.src = s.src[i:]
	switch {
	case s.has("<!--"):
		_, ok := s.until("<!--", "-->")
		return ok
	case s.has("<![CDATA["):
		data, ok := s.until("<![CDATA[", "]]>")
		if ok {
			s.text = appendText(s.text, data, false)
		}
		return ok && len(s.open) > 0
	case s.has("<?"):
		_, ok := s.until("<?", "?>")
		return ok
	case s.has("<!"):
		return s.directive()
	case s.has("</"):
		return s.endTag()
	}
	return s.startTag()
}

func (s *scanner) has(prefix string) bool {
	return len(s.src) >= len(prefix) && string(s.src[:len(prefix)]) == prefix
}

// until consumes begin, what stands before end, and end.
func (s *scanner) until(begin, end string) ([]byte, bool) {
	rest := s.src[len(begin):]
	i := bytes.Index(rest, []byte(end))
	if i < 0 {
		return nil, false
	}
	s.src = rest[i+len(end):]
	return rest[:i], true
}

// directive passes over <!DOCTYPE …> with its internal subset.
func (s *scanner) directive() bool {
	const comment, endComment = "<!--", "-->"
	depth := 0
	var quote byte
	for i := 0; i < len(s.src); i++ {
		switch c := s.src[i]; {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
		case bytes.HasPrefix(s.src[i:], []byte(comment)):
			n := bytes.Index(s.src[i+len(comment):], []byte(endComment))
			if n < 0 {
				return false
			}
			i += len(comment) + n + len(endComment) - 1
		case c == '<':
			depth++
		case c == '>':
			if depth--; depth == 0 {
				s.src = s.src[i+1:]
				return true
			}
		}
	}
	return false
}

func (s *scanner) endTag() bool {
	name, ok := s.until("</", ">")
	last := len(s.open) - 1
	if !ok || last < 0 || !bytes.Equal(bytes.TrimRight(name, blanks), s.open[last]) {
		return false
	}
	s.endElement()
	return len(s.open) > 0
}

func (s *scanner) startTag() bool {
	n := tagEnd(s.src)
	if n < 0 {
		return false
	}
	tag := s.src[1:n]
	s.src = s.src[n+1:]
	empty := len(tag) > 0 && tag[len(tag)-1] == '/'
	name := tag
	if i := bytes.IndexAny(tag, "/"+blanks); i >= 0 {
		name = tag[:i]
	}
	if !isTagName(name) {
		return false
	}
	if len(s.open) == 0 {
		s.root = localName(name)
	}
	s.open = append(s.open, name)
	s.text, s.isLeaf = s.text[:0], true
	if empty {
		s.endElement()
	}
	return len(s.open) > 0
}

// endElement closes the innermost element and reports it if it is a leaf.
func (s *scanner) endElement() {
	if s.isLeaf {
		s.leaf(s.open, s.text)
	}
	s.open = s.open[:len(s.open)-1]
	s.text, s.isLeaf = s.text[:0], false
}

// tagEnd returns the index of the > that ends the tag at the beginning of src,
// -1 if there is none. A > in a quoted attribute value does not end it.
func tagEnd(src []byte) int {
	var quote byte
	for i, c := range src {
		switch {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
		case c == '<' && i > 0:
			return -1
		case c == '>':
			return i
		}
	}
	return -1
}

// isTagName reports whether an element may be called so: any characters beyond
// ASCII are taken for letters.
func isTagName(name []byte) bool {
	for i, c := range name {
		switch {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', c == '_', c == ':', c >= 0x80:
		case i > 0 && ('0' <= c && c <= '9' || c == '-' || c == '.'):
		default:
			return false
		}
	}
	return len(name) > 0
}

// localName strips the namespace prefix.
func localName(name []byte) string {
	return string(name[bytes.LastIndexByte(name, ':')+1:])
}

const blanks = " \t\r\n"

func trimBlank(b []byte) []byte { return bytes.Trim(b, blanks) }

// appendText appends character data with line ends as XML has them (LF) and, if
// wanted, references replaced.
func appendText(dst, raw []byte, references bool) []byte {
	for i := 0; i < len(raw); i++ {
		c := raw[i]
		switch {
		case c == '\r':
			dst = append(dst, '\n')
			if i+1 < len(raw) && raw[i+1] == '\n' {
				i++
			}
		case c == '&' && references:
			var n int
			dst, n = appendReference(dst, raw[i:])
			i += n - 1
		default:
			dst = append(dst, c)
		}
	}
	return dst
}

// entities replaces the predefined ones.
var entities = strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&", "&quot;", `"`, "&apos;", "'")

// maxReference is the longest reference that means a character, with room for
// leading zeros: "&#x0010FFFF;".
const maxReference = 16 // bytes

// appendReference appends what the reference at the beginning of raw stands for
// and returns how many bytes it took. What is no known reference stands for
// itself.
func appendReference(dst, raw []byte) ([]byte, int) {
	i := bytes.IndexByte(raw[:min(len(raw), maxReference)], ';')
	if i < 0 {
		return append(dst, '&'), 1
	}
	ref := string(raw[:i+1])
	if strings.HasPrefix(ref, "&#") {
		r, ok := parseCharRef(ref[2:i])
		if !ok {
			return append(dst, '&'), 1
		}
		return append(dst, string(r)...), len(ref)
	}
	if s := entities.Replace(ref); s != ref {
		return append(dst, s...), len(ref)
	}
	return append(dst, '&'), 1
}
