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
	for i, name := range standard[:] {
		if value := *m.at(i); value != *was.at(i) {
			faults = appendFault(faults, checkValue(name, value))
		}
	}
	touched := false // the key that counts, of those with one name
	keys := m.userKeys()
	for i, key := range keys {
		full, value := UserMetaPrefix+key, m.User[key]
		if i > 0 && equalFold(keys[i-1], key) {
			if old, had := was.User[key]; touched || !had || value != old {
				faults = append(faults, newFieldError(full, value, ReasonCollision))
			}
			continue
		}
		name := lower(key)
		old, had := was.user(name)
		touched = !had || value != old
		if touched {
			faults = appendFault(faults, checkUserName(full, name, value))
			faults = appendFault(faults, checkValue(full, value))
		}
	}
	return faults
}

func appendFault(faults []*FieldError, e *FieldError) []*FieldError {
	if e == nil {
		return faults
	}
	return append(faults, e)
}

func checkUserName(full, name, value string) *FieldError {
	if name == "" {
		return newFieldError(full, value, ReasonEmptyName)
	}
	if hasUserPrefix(name) {
		return newFieldError(full, value, ReasonPrefix)
	}
	for i := range len(name) {
		if !isAlphaNum(name[i]) && name[i] != '-' {
			return newFieldError(full, value, ReasonName)
		}
	}
	return nil
}

// checkValue checks the value of metadata.
func checkValue(name, value string) *FieldError {
	if e := checkWire(name, value); e != nil {
		return e
	}
	for i := range len(value) {
		if value[i] >= 0x80 {
			return newFieldError(name, value, ReasonNonASCII)
		}
	}
	return nil
}

// checkWire checks that a value arrives as it was sent.
func checkWire(name, value string) *FieldError {
	if !ValidValue(value) {
		return newFieldError(name, value, ReasonControl)
	}
	if hasOuterBlank(value) {
		return newFieldError(name, value, ReasonBlank)
	}
	return nil
}

// CheckField checks any field of a request: its name by [ValidName]
// ([ReasonEmptyName], [ReasonName]), its value for control characters
// ([ReasonControl]) and blanks at its ends ([ReasonBlank]). Bytes from 0x80 up
// are fine, and so is a name of user metadata that OSS would refuse.
//
// Nil means that the field arrives as it was sent. The result is a pointer:
// compare it with nil before it becomes an error.
func CheckField(name, value string) *FieldError {
	if name == "" {
		return newFieldError(name, value, ReasonEmptyName)
	}
	if !ValidName(name) {
		return newFieldError(name, value, ReasonName)
	}
	return checkWire(name, value)
}

func hasOuterBlank(s string) bool {
	return s != "" && (isBlank(s[0]) || isBlank(s[len(s)-1]))
}

func isBlank(c byte) bool {
	return c == ' ' || c == '\t'
}
