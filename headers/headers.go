// Package headers knows the HTTP header fields of Alibaba Cloud OSS: their
// names, the metadata of an object that travels in them, and the values that
// have a grammar of their own (entity tags, dates, checksums, tags, restore
// status).
//
// [Metadata] is what one may change about a stored object: six standard fields
// and the user metadata (x-oss-meta-*). Read it with [ReadMetadata], put it into
// a request with [Metadata.Write]. A value that nobody touched travels byte for
// byte: an Expires that is no HTTP date, raw UTF-8 or GBK, a name with an
// underscore from before OSS refused it. Nothing is decoded or normalised on
// the way, with one exception that OSS itself makes: names of user metadata are
// folded to lower case. [Metadata.Check] predicts what OSS or HTTP would refuse
// or change among the values that were touched.
//
// Parsers have the form ParseX(string) (X, bool). They accept what their
// grammar says and nothing else; keep the original string if you need one that
// they refuse.
//
// Limits. The size of all user metadata, 8 KB, is not checked: how OSS counts
// it is not documented, so the server is the judge (EC 0011-00000002). The same
// goes for the number and length of tags. The properties of an object that are
// no metadata, such as its ACL, storage class or encryption, have only their
// header names here.
//
// Letter case is ASCII's alone: no other letter equals an ASCII letter.
//
// The package does no input or output and keeps no state. Functions and methods
// are safe for concurrent use as long as nobody changes their arguments at the
// same time. It imports the standard library only and, of that, no net package:
// header maps are map[string][]string, to which an http.Header assigns.
package headers
