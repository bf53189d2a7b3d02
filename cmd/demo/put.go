package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"time"

	"example.com/ossmeta/client"
)

// put streams a file or standard input. The Content-Type is the one given, or
// OSS's default; it is not guessed here.
func put(ctx context.Context, c *call) error {
	m, others, err := c.fields.split()
	if err != nil {
		return err
	}
	body := c.stdin
	if len(c.args) == 2 && c.args[1] != "-" {
		file, err := openFile(c.args[1])
		if err != nil {
			return err
		}
		defer file.Close()
		body = file
	}
	opt := &client.PutObjectOptions{RequestOptions: client.RequestOptions{Header: others}, Metadata: m}
	result, err := c.bucket.PutObject(ctx, c.key(), body, opt)
	if err != nil {
		return err
	}
	r := c.reportOf(result.Response, result.ETag, time.Time{}, result.VersionID)
	r.CRC64 = fmt.Sprint(result.CRC64)
	return c.done(fmt.Sprintf("put %s: ETag %v, CRC-64 %v", c.target(), result.ETag, result.CRC64), r)
}

func openFile(name string) (*os.File, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	if info, err := file.Stat(); err == nil && info.IsDir() {
		file.Close()
		return nil, fmt.Errorf("%s is a directory", printable(name))
	}
	return file, nil
}

// get streams an object to standard output. Damage shows in the checksum at
// its end: then everything was written, and the command fails.
func get(ctx context.Context, c *call) error {
	opt, err := c.requestOptions()
	if err != nil {
		return err
	}
	result, err := c.bucket.GetObject(ctx, c.key(), &client.GetObjectOptions{RequestOptions: opt, VersionID: c.versionID})
	if err != nil {
		return err
	}
	defer result.Body.Close()
	_, err = io.Copy(c.stdout, result.Body)
	return err
}
