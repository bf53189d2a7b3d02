//go:build !wasip1

package credentials_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"

	"example.com/ossmeta/client"
	"example.com/ossmeta/client/credentials"
)

// On an ECS instance with a RAM role this is all that is needed; here a small
// server plays the instance's metadata service.
func ExampleECSRole() {
	metadata := http.NewServeMux()
	metadata.HandleFunc("PUT /latest/api/token", func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprint(w, "exampleToken")
	})
	metadata.HandleFunc("GET /latest/meta-data/ram/security-credentials/uploader", func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprint(w, `{"Code": "Success", "AccessKeyId": "STS.exampleId", "AccessKeySecret": "exampleSecret",
			"SecurityToken": "exampleToken", "Expiration": "2099-12-29T07:45:02Z"}`)
	})
	server := httptest.NewServer(metadata)
	defer server.Close()

	role := credentials.ECSRole("uploader", &credentials.ECSRoleOptions{BaseURL: server.URL}) // on ECS: nil
	_, err := client.New(client.Config{Region: "cn-hangzhou", Credentials: role.Credentials})
	fmt.Println(err)

	c, err := role.Credentials(context.Background())
	fmt.Println(c, err)
	// Output:
	// <nil>
	// access key id "STS.exampleId", secret redacted, security token redacted <nil>
}
