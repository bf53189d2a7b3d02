package main

import (
	"fmt"
	"io/fs"
	"os"
	"strings"
	"time"

	"example.com/ossmeta/client/osstest"
)

const maxSeed = 64 << 20 // bytes of a file, as of an object that is put

// seed stores the regular files under a directory in a bucket: each under its
// path within the directory, with slashes.
func seed(oss *osstest.OSS, bucket, dir string) error {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return err
	}
	defer root.Close()
	files := root.FS()
	return fs.WalkDir(files, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() {
			return err
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		if info.Size() > maxSeed {
			return usagef("-seed: %s has more than %d bytes", printable(path), maxSeed)
		}
		content, err := fs.ReadFile(files, path)
		if err != nil {
			return err
		}
		obj := osstest.Object{Body: content}
		if info.ModTime().Before(time.Now()) { // not later than the Date of any reply
			obj.LastModified = info.ModTime()
		}
		return store(oss, bucket, path, obj)
	})
}

// store stores an object. Package osstest panics if it cannot, as that is a
// mistake in a program; here it is one of the command line.
func store(oss *osstest.OSS, bucket, key string, obj osstest.Object) (err error) {
	defer func() {
		reason := recover()
		if reason == nil {
			return
		}
		text, ok := strings.CutPrefix(fmt.Sprint(reason), "osstest: PutObject: ")
		if !ok {
			panic(reason)
		}
		err = usagef("-seed: %s: %s", printable(key), text)
	}()
	oss.PutObject(bucket, key, obj)
	return nil
}
