package credentials_test

import (
	"context"
	"fmt"
	"os"

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
