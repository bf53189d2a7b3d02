package osstest

import (
	"slices"
	"strings"

	"example.com/ossmeta/headers"
	"example.com/ossmeta/xmlerr"
)

// maxUserMetadata is how much user metadata an object may have: names without
// their prefix, and values.
const maxUserMetadata = 8 << 10 // bytes

const metaPrefix = headers.UserMetaPrefix

// Storage classes of OSS.
const (
	classStandard = "Standard"
	classArchive  = "Archive"
)

var (
	archiveClasses = []string{classArchive, "ColdArchive", "DeepColdArchive"}
	storageClasses = append([]string{classStandard, "IA"}, archiveClasses...)
)

// metadata reads the metadata that a request sets. Names that OSS refuses are
// taken if they are among the legacy ones.
func (c *call) metadata(legacy map[string]string) (headers.Metadata, *xmlerr.Error) {
	for name, values := range c.req.Header {
		if len(values) > 1 && isMetadata(name) {
			return headers.Metadata{}, invalid(strings.ToLower(name), "", "The header is there more than once.")
		}
	}
	meta, _ := headers.ReadMetadata(c.req.Header) // an empty standard field counts as absent
	size := 0
	for name, value := range meta.User {
		if _, known := legacy[name]; !known && !isName(name) {
			return meta, invalidEC(ecMetaName, metaPrefix+name, value, "The name of user metadata may have letters, digits and hyphens only.")
		}
		size += len(name) + len(value)
	}
	if size > maxUserMetadata {
		return meta, fail(xmlerr.InvalidArgument, ecMetaSize, "The user metadata is larger than 8 KB.", "ArgumentName", metaPrefix+"*")
	}
	return withType(meta, c.key), nil
}

// isMetadata reports the name of a header that is stored with the object.
func isMetadata(name string) bool { return new(headers.Metadata).Set(name, "x") == nil }

// properties are what a request sets beside the metadata.
type properties struct {
	acl        string // never ""
	class      string // "" if the request has none
	encryption encryption
}

// properties reads them, and refuses what OSS does not know.
func (c *call) properties() (properties, *xmlerr.Error) {
	acl, e := c.objectACL()
	if e != nil {
		return properties{}, e
	}
	p := properties{
		acl:   orElse(acl, aclDefault),
		class: c.header(headers.XOSSStorageClass),
		encryption: encryption{
			algorithm: c.header(headers.XOSSServerSideEncryption),
			data:      c.header(headers.XOSSServerSideDataEncryption),
			keyID:     c.header(headers.XOSSServerSideEncryptionKeyID),
		},
	}
	if p.class != "" && !slices.Contains(storageClasses, p.class) {
		return p, invalidEC(ecStorageClass, headers.XOSSStorageClass, p.class, "The storage class you specified is invalid.")
	}
	return p, p.encryption.check()
}

func (e encryption) check() *xmlerr.Error {
	switch {
	case e.algorithm != "" && e.algorithm != "AES256" && e.algorithm != "KMS" && e.algorithm != "SM4":
		return fail(xmlerr.InvalidEncryptionAlgorithmError, "", "The encryption algorithm you specified is not valid. Allowed are AES256, KMS and SM4.",
			"ArgumentName", headers.XOSSServerSideEncryption, "ArgumentValue", e.algorithm)
	case e.data != "" && e.data != "SM4":
		return fail(xmlerr.InvalidEncryptionAlgorithmError, "", "The data encryption algorithm you specified is not valid. Allowed is SM4.",
			"ArgumentName", headers.XOSSServerSideDataEncryption, "ArgumentValue", e.data)
	case e.data != "" && e.algorithm != "KMS":
		return invalid(headers.XOSSServerSideDataEncryption, e.data, "The header needs x-oss-server-side-encryption: KMS.")
	case e.keyID != "" && e.algorithm != "KMS":
		return invalid(headers.XOSSServerSideEncryptionKeyID, e.keyID, "The header needs x-oss-server-side-encryption: KMS.")
	}
	return nil
}

// managedKey is the made-up id of the key that KMS keeps for OSS.
const managedKey = "9468da86-3509-4f8d-a61e-6eab1eac0000"

// withKey names the key of KMS, which OSS tells in any case (OSS HeadObject).
func (e encryption) withKey() encryption {
	if e.algorithm == "KMS" {
		e.keyID = orElse(e.keyID, managedKey)
	}
	return e
}

// set shows the encryption in a reply.
func (e encryption) set(r *reply) {
	r.set(headers.XOSSServerSideEncryption, e.algorithm)
	r.set(headers.XOSSServerSideDataEncryption, e.data)
	r.set(headers.XOSSServerSideEncryptionKeyID, e.keyID)
}

// contentTypes is what OSS makes of an extension, as far as this server
// knows. It does not ask the machine, so that every machine gives the same.
var contentTypes = map[string]string{
	"avi": "video/x-msvideo", "bmp": "image/bmp", "bz2": "application/x-bzip2", "css": "text/css",
	"csv": "text/csv", "doc": "application/msword", "gif": "image/gif", "gz": "application/gzip",
	"htm": "text/html", "html": "text/html", "ico": "image/x-icon", "jpeg": "image/jpeg",
	"jpg": "image/jpeg", "js": "application/javascript", "json": "application/json",
	"log": "text/plain", "mp3": "audio/mpeg", "mp4": "video/mp4", "pdf": "application/pdf",
	"png": "image/png", "svg": "image/svg+xml", "tar": "application/x-tar", "tif": "image/tiff",
	"tiff": "image/tiff", "txt": "text/plain", "wav": "audio/x-wav", "webp": "image/webp",
	"xml": "application/xml", "zip": "application/zip",
}

// withType returns meta with the Content-Type that OSS gives an object which
// comes without: by the extension of its key.
func withType(meta headers.Metadata, key string) headers.Metadata {
	if meta.ContentType != "" {
		return meta
	}
	meta.ContentType = "application/octet-stream"
	if dot := strings.LastIndexByte(key, '.'); dot >= 0 {
		if t, ok := contentTypes[strings.ToLower(key[dot+1:])]; ok {
			meta.ContentType = t
		}
	}
	return meta
}
