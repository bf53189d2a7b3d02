// Package credentials provides what a client signs with.
//
// Assign one of these to the field Credentials of a client.Config:
//
//	credentials.Static(key)                      // what the program has already
//	credentials.Environment()                    // OSS_ACCESS_KEY_ID and so on
//	credentials.ECSRole("", nil).Credentials     // the RAM role of this ECS instance
//	credentials.Process(argv, nil).Credentials   // what a program prints
//	credentials.NewCache(fetch, nil).Credentials // a function of your own: STS, OIDC, a vault
//
// All of them are safe for concurrent use. None of them prints a secret: not in
// an error, and not when it is printed itself.
//
// # Credentials that expire
//
// The last three are a [Cache]. It asks its source when credentials are first
// needed, and again some time before they expire, at most one question at a
// time. Until then, and while new ones are on their way or the source is
// broken, the ones it holds are given out, as long as they are valid. Nobody
// gets expired ones: without valid ones callers wait for the answer, each of
// them for as long as its own context allows, and all of them get that answer.
//
// A source that fails is asked again after 1 second, then 2, 4, up to 60
// seconds, less up to half of that at random, and only if somebody calls. In
// between, callers without valid credentials get the source's last error at
// once. Credentials without an expiration are never fetched again, unless OSS
// refuses them: see [Cache.Invalidate].
//
// # Guesses
//
// Alibaba Cloud does not say when the metadata service has new credentials for
// a role before the old ones expire. If it answers with the same ones, the
// Cache asks again after half of the time that they have left.
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
