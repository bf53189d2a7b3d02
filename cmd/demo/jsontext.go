package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// What package json does to be friendly would hide mistakes in a request that
// is to be signed to the byte: it takes a name in any letter case, the last of
// two members of one name, null for an empty string, pairs of three elements,
// and U+FFFD for what is not UTF-8 and for half a surrogate pair. So texts are
// checked by it and walked over here.

var errNotUTF8 = errors.New("the JSON is not UTF-8")

// checkJSON returns nil for one JSON text in UTF-8.
func checkJSON(text []byte) error {
	if json.Valid(text) {
		if !utf8.Valid(text) {
			return errNotUTF8
		}
		return nil
	}
	if len(bytes.Trim(text, jsonBlanks)) == 0 {
		return errors.New("there is nothing in the line")
	}
	var skipped json.RawMessage
	if err := json.Unmarshal(text, &skipped); err != nil { // its error names a character, no more
		return errors.New("not JSON: " + err.Error())
	}
	return errors.New("not JSON")
}

const jsonBlanks = " \t\r\n"

// A walker walks over a text that checkJSON took.
type walker struct {
	text []byte
	at   int
}

// next skips blanks and returns the byte that follows, 0 at the end.
func (w *walker) next() byte {
	for ; w.at < len(w.text); w.at++ {
		if b := w.text[w.at]; b != ' ' && b != '\t' && b != '\r' && b != '\n' {
			return b
		}
	}
	return 0
}

// value skips a value and returns its text.
func (w *walker) value() []byte {
	switch w.next() {
	case '"':
		start := w.at
		w.skipString()
		return w.text[start:w.at]
	case '{', '[':
		return w.composite()
	}
	start := w.at
	for w.at < len(w.text) && !bytes.ContainsRune([]byte(",]}"+jsonBlanks), rune(w.text[w.at])) {
		w.at++
	}
	return w.text[start:w.at]
}

func (w *walker) composite() []byte {
	start, depth := w.at, 0
	for w.at < len(w.text) {
		switch w.text[w.at] {
		case '"':
			w.skipString()
			continue
		case '{', '[':
			depth++
		case '}', ']':
			depth--
		}
		if w.at++; depth == 0 {
			break
		}
	}
	return w.text[start:w.at]
}

func (w *walker) skipString() {
	for w.at++; w.at < len(w.text); w.at++ {
		switch w.text[w.at] {
		case '\\':
			w.at++
		case '"':
			w.at++
			return
		}
	}
}

// eachMember calls f for each member of an object. It reports whether text is one.
func eachMember(text []byte, f func(name, value []byte)) bool {
	w := walker{text: text}
	if w.next() != '{' {
		return false
	}
	for w.at++; w.next() == '"'; {
		name := w.value()
		w.next()
		w.at++ // the colon
		f(name, w.value())
		if w.next() == ',' {
			w.at++
		}
	}
	return true
}

// eachElement calls f for each element of an array. It reports whether text is one.
func eachElement(text []byte, f func(value []byte)) bool {
	w := walker{text: text}
	if w.next() != '[' {
		return false
	}
	for w.at++; w.next() != ']' && w.at < len(w.text); {
		f(w.value())
		if w.next() == ',' {
			w.at++
		}
	}
	return true
}

// unquote returns the string that the text of a value stands for.
func unquote(text []byte) (string, error) {
	if len(text) < 2 || text[0] != '"' {
		return "", errors.New("is not a string")
	}
	text = text[1 : len(text)-1]
	if bytes.IndexByte(text, '\\') < 0 {
		return string(text), nil
	}
	out := make([]byte, 0, len(text))
	for i := 0; i < len(text); i++ {
		if text[i] != '\\' {
			out = append(out, text[i])
			continue
		}
		i++
		if text[i] != 'u' {
			out = append(out, unescaped(text[i]))
			continue
		}
		r := hexRune(text[i+1:])
		i += 4
		if utf16.IsSurrogate(r) {
			low := rune(-1)
			if rest := text[i+1:]; len(rest) >= 6 && rest[0] == '\\' && rest[1] == 'u' {
				low = hexRune(rest[2:])
			}
			if r = utf16.DecodeRune(r, low); r == utf8.RuneError {
				return "", errors.New("has half a surrogate pair")
			}
			i += 6
		}
		out = utf8.AppendRune(out, r)
	}
	return string(out), nil
}

// unescaped returns what a backslash before b makes of it.
func unescaped(b byte) byte {
	switch b {
	case 'b':
		return '\b'
	case 'f':
		return '\f'
	case 'n':
		return '\n'
	case 'r':
		return '\r'
	case 't':
		return '\t'
	}
	return b
}

func hexRune(digits []byte) rune {
	n, _ := strconv.ParseUint(string(digits[:4]), 16, 16) // four digits, as checkJSON saw
	return rune(n)
}

// wholeNumber returns the number that the text of a value stands for.
func wholeNumber(text []byte) (int64, error) {
	n, err := strconv.ParseInt(string(text), 10, 64)
	if err != nil {
		return 0, errors.New("is not a whole number of seconds")
	}
	return n, nil
}
