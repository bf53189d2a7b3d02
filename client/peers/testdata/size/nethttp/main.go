// Command nethttp is a HEAD request with net/http alone, for its size. Like the
// others it takes an endpoint, a region, a bucket and a key.
package main

import (
	"fmt"
	"net/http"
	"os"
)

func main() {
	response, err := http.Head(os.Args[1] + "/" + os.Args[3] + "/" + os.Args[4])
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	response.Body.Close()
	fmt.Println(response.Status, response.Header)
}
