package headers

// Check predicts which fields of m OSS would refuse, or HTTP would not carry as
// they are, and returns them in the order of [Metadata.All], with the fault of a
// name before that of its value; nil if there are none. Only fields whose value
// differs from was are looked at, so that an edit need not answer for what the
// object already had; Check(Metadata{}) looks at everything.
//
// For names of user metadata:
//   - [ReasonEmptyName]: nothing after x-oss-meta-;
//   - [ReasonPrefix]: x-oss-meta- twice;
//   - [ReasonName]: not only letters, digits and hyphens (EC 0011-00000004);
//   - [ReasonCollision]: the same as another name but for letter case.
//
// For values, the first that applies:
//   - [ReasonControl]: a control character other than tab; HTTP clients refuse to
//     send it, OSS answers EC 0011-00000005;
//   - [ReasonBlank]: a blank or tab at the ends, which HTTP drops on the way;
//   - [ReasonNonASCII]: bytes from 0x80 up. OSS stores them as they are, but what
//     stands between may sign and send different bytes. See [EncodeExtValue].
//
// The size of the metadata is not checked (see the package documentation).
func (m Metadata) Check(was Metadata) []*FieldError {
	var faults []*FieldError
	fault := func(prefix, name, value string, r Reason) {
		if r != "" {
			faults = append(faults, newFieldError(prefix+name, value, r))
		}
	}
	for i, name := range standard[:] {
		if value := *m.at(i); value != *was.at(i) {
			fault("", name, value, valueFault(value))
		}
	}
	touched := false // the key that counts, of those with one name
	keys := m.userKeys()
	for i, key := range keys {
		value := m.User[key]
		if i > 0 && equalFold(keys[i-1], key) {
			if old, had := was.User[key]; touched || !had || value != old {
				fault(UserMetaPrefix, key, value, ReasonCollision)
			}
			continue
		}
		name := lower(key)
		old, had := was.user(name)
		if touched = !had || value != old; touched {
			fault(UserMetaPrefix, key, value, userNameFault(name))
			fault(UserMetaPrefix, key, value, valueFault(value))
		}
	}
	return faults
}

// userNameFault says what is wrong with a lower-case name of user metadata, "" if
// nothing is.
func userNameFault(name string) Reason {
	switch {
	case name == "":
		return ReasonEmptyName
	case hasUserPrefix(name):
		return ReasonPrefix
	}
	for i := range len(name) {
		if !isAlphaNum(name[i]) && name[i] != '-' {
			return ReasonName
		}
	}
	return ""
}

// valueFault says what is wrong with a value of metadata.
func valueFault(value string) Reason {
	if fault := wireFault(value); fault != "" {
		return fault
	}
	for i := range len(value) {
		if value[i] >= 0x80 {
			return ReasonNonASCII
		}
	}
	return ""
}

// wireFault says why a value would not arrive as it was sent.
func wireFault(value string) Reason {
	switch {
	case !ValidValue(value):
		return ReasonControl
	case hasOuterBlank(value):
		return ReasonBlank
	}
	return ""
}

// CheckField checks any field of a request: its name by [ValidName]
// ([ReasonEmptyName], [ReasonName]), its value for control characters
// ([ReasonControl]) and blanks at its ends ([ReasonBlank]). Bytes from 0x80 up
// are fine, and so is a name of user metadata that OSS would refuse.
//
// Nil means that the field arrives as it was sent. The result is a pointer:
// compare it with nil before it becomes an error.
func CheckField(name, value string) *FieldError {
	fault := wireFault(value)
	switch {
	case name == "":
		fault = ReasonEmptyName
	case !ValidName(name):
		fault = ReasonName
	}
	if fault == "" {
		return nil
	}
	return newFieldError(name, value, fault)
}

func hasOuterBlank(s string) bool {
	return s != "" && (isBlank(s[0]) || isBlank(s[len(s)-1]))
}

func isBlank(c byte) bool {
	return c == ' ' || c == '\t'
}
