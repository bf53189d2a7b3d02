package xmlerr

// ECInfo explains one EC, the fine-grained number of an error. The text is ours,
// after the pages that the OSS documents have for each EC. OSS may renumber:
// show it to people, do not decide by it.
type ECInfo struct {
	EC      string // "0002-00000040"
	Meaning string // what OSS found, one line
	Remedy  string // what to do about it, one line
}

// LookupEC explains an EC without asking anybody. The table holds those that
// signing, metadata and object operations meet; false for the rest. With the
// build tag nodiagnosis the table is empty, for a smaller program.
func LookupEC(ec string) (ECInfo, bool) {
	for _, info := range ecTable[:] {
		if info.EC == ec {
			return info, true
		}
	}
	return ECInfo{}, false
}
