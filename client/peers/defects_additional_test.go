package peers

import (
	"strings"
	"testing"

	"example.com/ossmeta/signer"
)

// Rows of the table in doc.go, as in defects_test.go: those on AdditionalHeaders.

func additionalHeadersTwice(t *testing.T) {
	j := newJob(signer.V4)
	j.header, j.additional = headerOf("Range", "bytes=0-9"), []string{"Range", "range"}
	additional(t, "theirs", j.theirs(t).authorization(), "range;range")
	additional(t, "ours", j.authorization(t), "range")
}

func additionalHeaderHost(t *testing.T) {
	j := newJob(signer.V4)
	j.additional = []string{"host"}
	additional(t, "theirs", j.theirs(t).authorization(), "")
	additional(t, "ours", j.authorization(t), "host")
}

func additionalHeaderEmpty(t *testing.T) {
	j := newJob(signer.V4)
	j.header, j.additional = headerOf("Cache-Control", ""), []string{"cache-control"}
	additional(t, "theirs", j.theirs(t).authorization(), "")
	additional(t, "ours", j.authorization(t), "cache-control")
}

func additional(t *testing.T, what, authorization, want string) {
	t.Helper()
	_, names, _ := strings.Cut(authorization, ",AdditionalHeaders=")
	names, _, _ = strings.Cut(names, ",")
	equal(t, what, names, want)
}

func notAdditional(t *testing.T) {
	for header, value := range map[string]string{"X_a": "1", "Authorization": "before"} {
		j := newJob(signer.V4)
		j.header, j.additional = headerOf(header, value), []string{header}
		additional(t, "theirs", j.theirs(t).authorization(), strings.ToLower(header))
		j.refused(t, "additional header", header, signer.ReasonNotAdditional)
	}
}

func dateAsAdditionalHeader(t *testing.T) {
	j := newJob(signer.V4)
	j.additional = []string{"date"}
	theirs := j.theirs(t)
	additional(t, "theirs", theirs.authorization(), "date")
	additional(t, "ours", j.authorization(t), "")
	j.header = headerOf("Date", "Sat, 16 Dec 2023 16:20:57 GMT") // given by the caller it is signed
	equal(t, "ours", j.authorization(t), theirs.authorization())
	j.header = headerOf("Date", "Sat, 16 Dec 2023 00:00:00 GMT")
	equal(t, "theirs, given another one", j.theirs(t).header.Get("Date"), "Sat, 16 Dec 2023 16:20:57 GMT")
}
