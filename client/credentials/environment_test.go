package credentials

import (
	"errors"
	"strings"
	"testing"

	"example.com/ossmeta/signer"
)

func TestEnvironment(t *testing.T) {
	for name, value := range map[string]string{EnvAccessKeyID: "id", EnvAccessKeySecret: "secret", EnvSessionToken: "token"} {
		t.Setenv(name, value)
	}
	provider := Environment()
	want := signer.Credentials{AccessKeyID: "id", AccessKeySecret: "secret", SecurityToken: "token"}
	if got, err := provider(t.Context()); got != want || err != nil {
		t.Errorf("Environment: %v, %v", got, err)
	}
	// It reads anew at every call.
	t.Setenv(EnvSessionToken, "")
	if got, err := provider(t.Context()); got.SecurityToken != "" || err != nil {
		t.Errorf("Environment without a token: %v, %v", got, err)
	}
}

func TestEnvironmentErrors(t *testing.T) {
	good := map[string]string{EnvAccessKeyID: "id", EnvAccessKeySecret: "markedSecret", EnvSessionToken: "token"}
	for _, tt := range []struct{ variable, value string }{
		{EnvAccessKeyID, ""},
		{EnvAccessKeySecret, ""},
		{EnvAccessKeyID, " id"},
		{EnvAccessKeySecret, "markedSecret\n"},
		{EnvSessionToken, "token "},
	} {
		_, err := fromEnvironment(func(name string) string {
			if name == tt.variable {
				return tt.value
			}
			return good[name]
		})
		var got *EnvironmentError
		if !errors.As(err, &got) || got.Variable != tt.variable || strings.Contains(err.Error(), "markedSecret") {
			t.Errorf("%s=%q: %v", tt.variable, tt.value, err)
		}
	}
}
