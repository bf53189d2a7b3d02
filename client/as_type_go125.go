//go:build !go1.26

package client

import "errors"

// asType returns the first error of type E in the tree of err.
func asType[E error](err error) (e E, ok bool) {
	ok = errors.As(err, &e)
	return e, ok
}
