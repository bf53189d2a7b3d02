package xmlerr

// ECTable gives the tests the table of LookupEC.
func ECTable() []ECInfo { return ecTable[:] }
