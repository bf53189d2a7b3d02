//go:build nodiagnosis

package xmlerr

var ecTable [0]ECInfo
