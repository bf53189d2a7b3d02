// Command sdkv1 is a HeadObject with version 1 of the official SDK, for its size.
package main

import (
	"fmt"
	"os"

	"github.com/aliyun/aliyun-oss-go-sdk/oss"
)

func main() {
	credentials, err := oss.NewEnvironmentVariableCredentialsProvider()
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	c, err := oss.New(os.Args[1], "", "", oss.SetCredentialsProvider(&credentials), oss.Region(os.Args[2]), oss.AuthVersion(oss.AuthV4))
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	bucket, err := c.Bucket(os.Args[3])
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	header, err := bucket.GetObjectDetailedMeta(os.Args[4])
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	fmt.Println(header)
}
