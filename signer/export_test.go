package signer

// IsSubResource lets the reference implementation of the tests read the table.
func IsSubResource(name string) bool { return isSubResource(name, nil) }
