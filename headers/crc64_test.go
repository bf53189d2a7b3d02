package headers_test

import (
	"hash/crc64"
	"strings"
	"testing"

	"example.com/ossmeta/headers"
)

func TestParseCRC64(t *testing.T) {
	tests := []struct {
		in   string
		want headers.CRC64
		ok   bool
	}{
		{"0", 0, true},
		{"11051210869376104954", 11051210869376104954, true},
		{"18446744073709551614", 1<<64 - 2, true},
		{"18446744073709551615", 1<<64 - 1, true},
		{"18446744073709551616", 0, false},
		{"007", 7, true},
		{"", 0, false},
		{"-1", 0, false},
		{"+1", 0, false},
		{" 1", 0, false},
		{"1_0", 0, false},
		{"0x1", 0, false},
		{"1.0", 0, false},
	}
	for _, tt := range tests {
		if got, ok := headers.ParseCRC64(tt.in); got != tt.want || ok != tt.ok {
			t.Errorf("ParseCRC64(%q) = %v, %v, want %v, %v", tt.in, got, ok, tt.want, tt.ok)
		}
	}
}

func FuzzParseCRC64(f *testing.F) {
	f.Add("11051210869376104954", uint64(0))
	f.Add("007", uint64(1<<64-1))
	f.Fuzz(func(t *testing.T, s string, n uint64) {
		want := headers.CRC64(n)
		if got, ok := headers.ParseCRC64(want.String()); !ok || got != want {
			t.Errorf("ParseCRC64(%q) = %v, %v", want, got, ok)
		}
		if c, ok := headers.ParseCRC64(s); ok && c.String() != strings.TrimLeft(s, "0") && c != 0 {
			t.Errorf("ParseCRC64(%q) = %v", s, c)
		}
	})
}

// TestNewCRC64 uses the check value that catalogues give for CRC-64/XZ, and a
// computation bit by bit.
func TestNewCRC64(t *testing.T) {
	bitwise := func(s string) uint64 {
		crc := ^uint64(0)
		for i := range len(s) {
			crc ^= uint64(s[i])
			for range 8 {
				if crc&1 == 1 {
					crc = crc>>1 ^ crc64.ECMA
				} else {
					crc >>= 1
				}
			}
		}
		return ^crc
	}
	tests := []struct {
		in   string
		want uint64
	}{
		{"", 0},
		{"123456789", 0x995dc9bbdf1939fa},
		{strings.Repeat("ossmeta", 1000), bitwise(strings.Repeat("ossmeta", 1000))},
	}
	for _, tt := range tests {
		h := headers.NewCRC64()
		h.Write([]byte(tt.in))
		if h.Sum64() != tt.want || bitwise(tt.in) != tt.want {
			t.Errorf("checksum of %.10q is %#x, bit by bit %#x, want %#x", tt.in, h.Sum64(), bitwise(tt.in), tt.want)
		}
	}
}
