package headers

import (
	"hash"
	"hash/crc64"
	"strconv"
)

// CRC64 is the checksum of an object's content in x-oss-hash-crc64ecma. Zero is
// a checksum too, that of empty content.
type CRC64 uint64

// ParseCRC64 parses a checksum in decimal: digits only, at most 1<<64 - 1.
//
//	crc64 = 1*DIGIT
func ParseCRC64(s string) (CRC64, bool) {
	n, err := strconv.ParseUint(s, 10, 64)
	if err != nil {
		return 0, false
	}
	return CRC64(n), true
}

// String returns the checksum in decimal, without leading zeros.
func (c CRC64) String() string {
	return strconv.FormatUint(uint64(c), 10)
}

// NewCRC64 returns a hash whose Sum64 is the [CRC64] that OSS computes: CRC-64/XZ,
// with the polynomial of ECMA-182 reflected. The hash is not safe for concurrent
// use.
func NewCRC64() hash.Hash64 {
	return crc64.New(crc64.MakeTable(crc64.ECMA))
}
