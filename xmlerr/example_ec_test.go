//go:build !nodiagnosis

package xmlerr_test

import (
	"fmt"

	"example.com/ossmeta/xmlerr"
)

func ExampleError_Remedy() {
	err := xmlerr.Decode(403, map[string][]string{"X-Oss-Ec": {"0002-00000226"}}, nil)
	fmt.Println(err.Remedy())
	// Output: sign for the region id of the bucket, such as cn-hangzhou, without the prefix oss-
}

func ExampleLookupEC() {
	info, ok := xmlerr.LookupEC("0002-00000040")
	fmt.Println(ok, info.Meaning)
	fmt.Println(info.Remedy)
	// Output:
	// true V1 signature does not match
	// most often the access key secret is wrong, or has a blank too many; if not, compare the server's string to sign (Evidence) with your own
}
