module example.com/ossmeta/client/peers

go 1.25.0

require (
	example.com/ossmeta v0.0.0
	github.com/aliyun/alibabacloud-oss-go-sdk-v2 v1.6.1
	github.com/aliyun/aliyun-oss-go-sdk v3.0.2+incompatible
	github.com/google/go-cmp v0.7.0
)

require (
	golang.org/x/time v0.4.0 // indirect
	gopkg.in/check.v1 v1.0.0-20201130134442-10cb98267c6c // indirect
)

replace example.com/ossmeta => ../..
