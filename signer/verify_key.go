package signer

// A derivedKey is the V4 signing key of a secret for a scope.
type derivedKey struct {
	secret string
	scope  Scope
	key    []byte // never changes
}

// derive returns the V4 signing key of a secret for a scope. It keeps the last
// one, which is the one of most requests of a day.
func (v *Verifier) derive(secret string, s Scope) []byte {
	if last := v.derived.Load(); last != nil && last.secret == secret && last.scope == s {
		return last.key
	}
	key := deriveKey(secret, s)
	v.derived.Store(&derivedKey{secret, s, key})
	return key
}
