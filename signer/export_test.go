package signer

// NewUncheckedV1 makes a signer of credentials that NewV1 refuses.
func NewUncheckedV1(c Credentials) (*Signer, error) { return newSigner(&Signer{version: V1}, c) }

// MAC authenticates a text with the secret of V1.
func MAC(secret, text string) []byte {
	s, err := NewUncheckedV1(Credentials{AccessKeySecret: secret})
	if err != nil {
		panic(err)
	}
	c := s.pool.Get().(*canonicalizer)
	c.authenticate([]byte(text))
	return c.sum
}

// SubResourceTable returns the table of V1.
func SubResourceTable() []string { return subResources[:] }

// IsSubResource reports whether V1 signs a query parameter; more is sorted.
func IsSubResource(name string, more []string) bool { return isSubResource(name, more) }
