//go:build go1.26

package client

import "errors"

// asType returns the first error of type E in the tree of err. Unlike errors.As
// it needs no reflection, which makes a program 20 kB larger.
func asType[E error](err error) (E, bool) { return errors.AsType[E](err) }
