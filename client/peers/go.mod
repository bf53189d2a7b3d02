module example.com/ossmeta/client/peers

go 1.25.0

require (
	example.com/ossmeta v0.0.0
	github.com/aliyun/alibabacloud-oss-go-sdk-v2 v1.6.1
)

require golang.org/x/time v0.4.0 // indirect

replace example.com/ossmeta => ../..
