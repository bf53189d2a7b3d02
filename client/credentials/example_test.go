package credentials_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"example.com/ossmeta/client/credentials"
	"example.com/ossmeta/signer"
)

func ExampleStatic() {
	provider := credentials.Static(signer.Credentials{AccessKeyID: "exampleId", AccessKeySecret: "exampleSecret"})
	c, err := provider(context.Background())
	fmt.Println(c, err)
	// Output: access key id "exampleId", secret redacted <nil>
}

func ExampleEnvironment() {
	os.Unsetenv(credentials.EnvAccessKeyID)
	_, err := credentials.Environment()(context.Background())
	fmt.Println(err)
	// Output: credentials: the environment variable OSS_ACCESS_KEY_ID is not set
}

func ExampleProcess() {
	program := credentials.Process([]string{"company-login", "--for", "oss"}, &credentials.Options{Timeout: time.Minute})
	_, err := program.Credentials(context.Background())
	var e *credentials.ProcessError
	fmt.Println(errors.As(err, &e), e.Program, e.Reason)
	// Output: true company-login failed
}

// A source of your own: a call of STS, of an OIDC provider, of a vault.
func ExampleNewCache() {
	assumeRole := func(ctx context.Context) (credentials.Temporary, error) {
		fmt.Println("asked")
		return credentials.Temporary{
			Credentials: signer.Credentials{AccessKeyID: "STS.exampleId", AccessKeySecret: "exampleSecret", SecurityToken: "exampleToken"},
			Expiration:  time.Now().Add(time.Hour),
		}, nil
	}
	cache := credentials.NewCache(assumeRole, nil)
	for range 2 {
		c, err := cache.Credentials(context.Background())
		fmt.Println(c, err)
	}
	// Output:
	// asked
	// access key id "STS.exampleId", secret redacted, security token redacted <nil>
	// access key id "STS.exampleId", secret redacted, security token redacted <nil>
}

func ExampleCache_Invalidate() {
	n := 0
	cache := credentials.NewCache(func(context.Context) (credentials.Temporary, error) {
		n++
		return credentials.Temporary{Credentials: signer.Credentials{AccessKeyID: fmt.Sprint("id", n), AccessKeySecret: "exampleSecret"}}, nil
	}, nil)
	used, _ := cache.Credentials(context.Background())
	fmt.Println(used)

	// OSS answers InvalidAccessKeyId: the key was deleted.
	cache.Invalidate(used)
	used, _ = cache.Credentials(context.Background())
	fmt.Println(used)
	// Output:
	// access key id "id1", secret redacted
	// access key id "id2", secret redacted
}
