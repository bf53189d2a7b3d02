//go:build nodiagnosis

package xmlerr

var ecTable []ECInfo
