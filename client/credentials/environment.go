package credentials

import (
	"context"
	"fmt"
	"os"
	"strings"

	"example.com/ossmeta/signer"
)

// The environment variables that Environment reads. They are the ones of the
// official SDKs.
const (
	EnvAccessKeyID     = "OSS_ACCESS_KEY_ID"
	EnvAccessKeySecret = "OSS_ACCESS_KEY_SECRET"
	EnvSessionToken    = "OSS_SESSION_TOKEN" // the STS token; unset for a long-term key
)

// Environment returns a Provider that reads the environment variables
// OSS_ACCESS_KEY_ID, OSS_ACCESS_KEY_SECRET and OSS_SESSION_TOKEN at every
// call. It returns an *EnvironmentError if one is missing, or has a blank
// around its value.
func Environment() Provider {
	return func(context.Context) (signer.Credentials, error) { return fromEnvironment(os.Getenv) }
}

func fromEnvironment(getenv func(string) string) (signer.Credentials, error) {
	var c signer.Credentials
	for _, v := range []struct {
		name     string
		value    *string
		required bool
	}{
		{EnvAccessKeyID, &c.AccessKeyID, true},
		{EnvAccessKeySecret, &c.AccessKeySecret, true},
		{EnvSessionToken, &c.SecurityToken, false},
	} {
		*v.value = getenv(v.name)
		switch {
		case *v.value == "" && v.required:
			return signer.Credentials{}, &EnvironmentError{v.name, "is not set"}
		case strings.TrimSpace(*v.value) != *v.value:
			return signer.Credentials{}, &EnvironmentError{v.name, "has a blank around its value; remove it"}
		}
	}
	return c, nil
}

// An EnvironmentError names an environment variable that cannot be used. It
// does not hold its value.
type EnvironmentError struct {
	Variable, Reason string
}

func (e *EnvironmentError) Error() string {
	return fmt.Sprintf("credentials: the environment variable %s %s", e.Variable, e.Reason)
}
