package signer

// collect fills l with the parameters of query and with ours, in order. V4
// escapes and signs all of them, V1 the sub-resources.
func (l *list) collect(query map[string][]string, v Version, subResources []string, own []Field) error {
	l.reset(v == V4)
	var first *RequestError
	for name, values := range query {
		switch {
		case len(values) == 0:
		case name == "":
			first = &RequestError{"query", name, ReasonNoName}
		case len(values) == 1:
			l.addParameter(Field{name, values[0]}, subResources, false)
		case first == nil || name < first.Name:
			first = &RequestError{"query", name, ReasonRepeated}
		}
	}
	if first != nil {
		return first
	}
	for _, f := range own {
		l.addParameter(f, subResources, true)
	}
	return l.arrange("query")
}

func (l *list) addParameter(f Field, subResources []string, ours bool) {
	e := l.add(f.Name, f.Value, ours)
	l.text = l.appendPart(l.text, f.Name)
	switch {
	case ours && f.Value == "":
		e.why = demanded
	case l.escaped || isSubResource(f.Name, subResources):
		e.why = byDefault
	}
	l.place(e)
}

// appendQuery appends the parameters that are signed, joined with '&', behind
// prefix if there are any.
func (l *list) appendQuery(dst []byte, prefix string) []byte {
	for i := range l.order {
		if e := l.at(i); e.why != notSigned {
			dst = l.appendParameter(append(dst, prefix...), e)
			prefix = "&"
		}
	}
	return dst
}

// appendParameter appends a parameter. Without a value it is its bare name.
func (l *list) appendParameter(dst []byte, e *entry) []byte {
	dst = append(dst, l.key(e)...)
	if e.value == "" {
		return dst
	}
	return l.appendPart(append(dst, '='), e.value)
}

func (l *list) appendPart(dst []byte, s string) []byte {
	if l.escaped {
		return appendEscaped(dst, s, false)
	}
	return append(dst, s...)
}

// checkTwice refuses, for V4, a query parameter that is a signed header too, with
// another value. Source: the page on V4 in a URL.
func (c *canonicalizer) checkTwice(v Version) error {
	if v == V1 || len(c.header.order) == 0 {
		return nil
	}
	for i := range c.query.order {
		p := c.query.at(i)
		if e := c.header.find(p.name); p.value != "" && e != nil && e.why != notSigned && e.value != p.value {
			return &RequestError{"header", e.name, ReasonTwoValues}
		}
	}
	return nil
}
