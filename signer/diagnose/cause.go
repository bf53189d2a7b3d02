package diagnose

import "slices"

// A Cause is why a signature was refused.
type Cause string

// The causes of a Verdict.
const (
	Unknown            Cause = "unknown"
	CanonicalUnseen    Cause = "canonical request unseen" // it differs, and the server does not show it
	WrongSecret        Cause = "wrong secret"
	KeyChanged         Cause = "access key id changed"
	UnknownKey         Cause = "unknown access key id"
	SignatureChanged   Cause = "signature changed"
	SignatureMissing   Cause = "signature missing"
	SignatureMalformed Cause = "signature malformed"
	TwoSignatures      Cause = "two signatures"
	OtherVersion       Cause = "other signature version"

	MethodChanged  Cause = "method changed"
	ResourceBucket Cause = "bucket in the path" // another bucket than the signed one, twice, or none
	PathChanged    Cause = "path changed"
	PathEncoding   Cause = "path encoding"
	PlusOrBlank    Cause = "plus or blank" // in path, query or signature
	QueryAdded     Cause = "query added"
	QueryMissing   Cause = "query missing"
	QueryChanged   Cause = "query changed"
	QueryEncoding  Cause = "query encoding"
	SubResource    Cause = "sub-resource" // V1: the server signs a parameter that we do not

	ContentTypeAdded   Cause = "content-type added"
	ContentTypeChanged Cause = "content-type changed"
	ContentTypeMissing Cause = "content-type missing"
	HeaderAdded        Cause = "header added"
	HeaderMissing      Cause = "header missing"
	HeaderChanged      Cause = "header changed"
	HeaderTrimmed      Cause = "header blanks" // around or within a value
	HeaderJoined       Cause = "header joined"
	HeaderCharset      Cause = "header character set"
	Repeated           Cause = "repeated" // a header or parameter came twice
	AdditionalHeaders  Cause = "additional headers"

	TokenMissing    Cause = "token missing"
	TokenWrong      Cause = "token wrong"
	TokenExpired    Cause = "token expired"
	TokenHeaderName Cause = "token under another name"

	WrongRegion   Cause = "wrong region"
	WrongProduct  Cause = "wrong product"
	WrongDay      Cause = "wrong day"
	BadCredential Cause = "malformed credential"
	ClockSkew     Cause = "clock skew"
	Expired       Cause = "expired"
	ExpiresRange  Cause = "expires out of range"
	DateChanged   Cause = "date changed"
	DateMissing   Cause = "date missing"
	DateMalformed Cause = "date malformed"
)

// A causeText is what is said of a Cause.
type causeText struct {
	cause               Cause
	explanation, remedy string
}

func lookUp(cause Cause) causeText {
	i := slices.IndexFunc(causes[:], func(c causeText) bool { return c.cause == cause })
	return causes[i] // a test sees to it that each has a row
}

var causes = [...]causeText{
	{Unknown, "the answer does not tell what is wrong with the signature", "look up the EC in the OSS documents, or ask OSS support with the request id"},
	{CanonicalUnseen, "the canonical request differs, and the server did not show its own", "compare what was sent with the transcript"},
	{WrongSecret, "both sides signed the same bytes, so the access key secret is wrong", "copy the secret of this access key id again, without blanks or line ends around it"},
	{KeyChanged, "the server read another access key id than the one that signed", "look for a proxy or a second client that signs the request again"},
	{UnknownKey, "OSS does not know the access key id", "check the id, that it is of this site of Alibaba Cloud, and that it was not deleted or disabled"},
	{SignatureChanged, "both sides signed the same bytes, and the signature that arrived is not the one of this transcript", "send the signature as it was made; if it was sent so, explain the request with the secret that signed it"},
	{SignatureMissing, "the request arrived without its signature", "look for a redirect, a proxy or a client library that drops Authorization or cuts the query"},
	{SignatureMalformed, "the signature did not arrive in its form", "send Authorization, or the whole signed URL, byte for byte"},
	{TwoSignatures, "the request is signed in its header and in its URL", "send a signed URL without an Authorization header"},
	{OtherVersion, "the server checked by another version of the signature than ours", "look for a proxy or a second client that signs the request again"},
	{MethodChanged, "the request arrived with another method", "sign for the method that is sent"},
	{ResourceBucket, "the server sees another bucket or the bucket in another place", "put the bucket either in the host or in the path, as the endpoint demands, and sign with its name"},
	{PathChanged, "the request arrived with another path", "send the path as it was signed; look for a proxy or an HTTP library that rewrites paths"},
	{PathEncoding, "the path was escaped or unescaped once more, or in another way", "give the signer the raw key, send it escaped once, and keep HTTP libraries from normalizing the URL"},
	{PlusOrBlank, "'+' and blank were exchanged on the way", "send a blank as %20 and a plus as %2B"},
	{QueryAdded, "a query parameter was added after signing", "give the signer every parameter that will be sent"},
	{QueryMissing, "a signed query parameter did not arrive, or the server does not sign it", "send all parameters that were signed"},
	{QueryChanged, "a query parameter arrived with another value", "send the value that was signed"},
	{QueryEncoding, "a query parameter was escaped or unescaped once more, or in another way", "give the signer raw names and values, and send them escaped once"},
	{SubResource, "the server takes this parameter for a sub-resource, and it was not signed as one", "name it as a sub-resource of the V1 signer, or sign with V4"},
	{ContentTypeAdded, "the sender added a Content-Type that was not signed", "sign the Content-Type that will be sent, or keep the client from adding one"},
	{ContentTypeChanged, "the request arrived with another Content-Type than the signed one", "send the Content-Type that was signed, byte for byte"},
	{ContentTypeMissing, "the signed Content-Type did not arrive", "send the Content-Type that was signed, or sign without one"},
	{HeaderAdded, "a header that OSS signs was added after signing", "sign with this header, or keep it from being added"},
	{HeaderMissing, "a signed header did not arrive", "send the header as it was signed; look for a proxy that drops it"},
	{HeaderChanged, "a signed header arrived with another value", "send the value that was signed; look for a proxy that rewrites it"},
	{HeaderTrimmed, "blanks around or within a header value changed", "sign and send the value without outer, doubled or other odd blanks"},
	{HeaderJoined, "two lines of a header became one", "send the header once"},
	{HeaderCharset, "a header value that is not ASCII arrived in another character set", "encode the value in ASCII, for example by percent-encoding, before signing"},
	{Repeated, "a header or query parameter arrived with more than one value", "send it once"},
	{AdditionalHeaders, "AdditionalHeaders does not fit the headers that arrived", "name only headers that the server receives as they were signed; proxies change Host, Content-Length and Range"},
	{TokenMissing, "the security token of this temporary key did not arrive", "send the STS token with its key, as the header x-oss-security-token or in the signed URL"},
	{TokenWrong, "the security token that arrived is not the one that belongs to this key", "take id, secret and token from the same STS answer"},
	{TokenExpired, "the security token has expired", "ask STS for new credentials and sign again"},
	{TokenHeaderName, "the security token travels under a name or in a place where OSS does not look", "use the header x-oss-security-token; in a URL x-oss-security-token (V4) or security-token (V1)"},
	{WrongRegion, "the request was signed for another region than the bucket's", "sign for the region id of the bucket, such as cn-hangzhou: without oss- before and -internal after it"},
	{WrongProduct, "the request was signed for another product than the endpoint's", "sign for the product oss, at a cloud box for oss-cloudbox, and use the endpoint of that product"},
	{WrongDay, "the day of the scope is not the day of the request's time", "make the signer for the UTC day of the request"},
	{BadCredential, "the Credential is malformed", "write it as <id>/<YYYYMMDD>/<region>/oss/aliyun_v4_request, without blanks in the id"},
	{ClockSkew, "the request's time is too far from the server's", "set the clock of the machine that signs, or correct it by the server's time"},
	{Expired, "the signed URL is used outside its time", "sign the URL again; if it is new, set the clock of the machine that signs"},
	{ExpiresRange, "the life of the signed URL is not one that OSS takes", "ask for 1 second to 7 days, and no longer than the security token lives"},
	{DateChanged, "the request arrived with another time than the signed one", "send the time that was signed; look for a proxy that sets Date, or compare with the transcript of the same attempt"},
	{DateMissing, "the request arrived with neither Date nor x-oss-date", "send the date that was signed; browsers drop Date, so send x-oss-date there"},
	{DateMalformed, "the date that arrived is not in the form of the signature", "send it as the signer made it; look for a proxy that rewrites it"},
}
