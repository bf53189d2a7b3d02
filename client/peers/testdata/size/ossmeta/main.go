// Command ossmeta is a HeadObject with this project's client, for its size.
package main

import (
	"context"
	"fmt"
	"os"

	"example.com/ossmeta/client"
	"example.com/ossmeta/client/credentials"
)

func main() {
	c, err := client.New(client.Config{Endpoint: os.Args[1], Region: os.Args[2], Credentials: credentials.Environment()})
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	object, err := c.Bucket(os.Args[3]).HeadObject(context.Background(), os.Args[4], nil)
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	fmt.Println(object.StatusCode, object.Header)
}
