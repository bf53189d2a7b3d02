// Package credentials provides what a client signs with.
//
// A [Provider] is assigned to the field Credentials of a client.Config. All
// providers of this package are safe for concurrent use. None of them prints
// a secret: not in an error, not in a log.
package credentials

import (
	"context"

	"example.com/ossmeta/signer"
)

// A Provider returns the credentials to sign a request with. A client calls it
// once for every attempt of a request.
type Provider = func(context.Context) (signer.Credentials, error)

// Static returns a Provider of the same credentials for ever.
func Static(c signer.Credentials) Provider {
	return func(context.Context) (signer.Credentials, error) { return c, nil }
}
