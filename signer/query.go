package signer

import "strings"

// whyParameter says why a query parameter is signed: V4 signs all but the signature
// itself, V1 the sub-resources.
func (s *Signer) whyParameter(e *entry) reason {
	if s.version == V4 && e.name != nameSignature || s.version == V1 && isSubResource(e.name, s.subResources) {
		return byDefault
	}
	return notSigned
}

// readParameter takes the value of a query parameter.
func readParameter(e *entry, values []string) Reason {
	switch {
	case e.key == "":
		return ReasonNoName
	case len(values) > 1:
		return ReasonRepeated
	}
	e.value = values[0]
	return ""
}

// appendQuery appends the parameters that are signed, joined with '&', behind
// prefix if there are any.
func (l *list) appendQuery(dst []byte, prefix string) []byte {
	for _, e := range l.present {
		if e.among {
			dst = l.appendParameter(append(dst, prefix...), e)
			prefix = "&"
		}
	}
	return dst
}

// appendParameter appends a parameter. Without a value it is its bare name.
func (l *list) appendParameter(dst []byte, e *entry) []byte {
	if e.value == "" {
		return append(dst, e.key...)
	}
	return l.appendText(append(dst, e.label...), e.value)
}

// collectQuery puts the parameters of a query and the signer's own in order. V4
// refuses one that is a signed header too, with another value. Source: the page on
// V4 in a URL.
func (s *Signer) collectQuery(c *canonicalizer, query map[string][]string, own []Field) error {
	if err := c.query.collect(query, own); err != nil || s.version == V1 || len(c.query.present) == 0 {
		return err
	}
	for _, e := range c.header.present {
		value := strings.Join(query[e.key], "")
		for _, f := range own {
			if f.Name == e.key {
				value = f.Value
			}
		}
		if e.why != notSigned && e.key != nameSignature && value != "" && value != e.value {
			return &RequestError{"header", e.name, ReasonTwoValues}
		}
	}
	return nil
}
