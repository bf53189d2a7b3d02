// Command sdk is a HeadObject with the official SDK, for its size.
package main

import (
	"context"
	"fmt"
	"os"

	"github.com/aliyun/alibabacloud-oss-go-sdk-v2/oss"
	"github.com/aliyun/alibabacloud-oss-go-sdk-v2/oss/credentials"
)

func main() {
	c := oss.NewClient(oss.LoadDefaultConfig().WithEndpoint(os.Args[1]).WithRegion(os.Args[2]).
		WithCredentialsProvider(credentials.NewEnvironmentVariableCredentialsProvider()))
	object, err := c.HeadObject(context.Background(), &oss.HeadObjectRequest{Bucket: &os.Args[3], Key: &os.Args[4]})
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	fmt.Println(object.StatusCode, object.Headers)
}
