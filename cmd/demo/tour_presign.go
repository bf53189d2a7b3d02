package main

import (
	"fmt"
	"net/http"
	"strings"

	"example.com/ossmeta/client"
	"example.com/ossmeta/client/presigned"
	"example.com/ossmeta/headers"
)

// presign signs a request for somebody else to send, and has it checked.
func (g *guide) presign() error {
	g.title("8. A URL for a browser, checked before it is sent")
	g.say(`
  p, err := bucket.PresignPutObject(ctx, "cover.jpg", &client.PutObjectOptions{
      Metadata: headers.Metadata{User: map[string]string{"author": "O. Henry"}}}, nil)
`)
	opt := &client.PutObjectOptions{Metadata: headers.Metadata{User: map[string]string{"author": "O. Henry"}}}
	p, err := g.bucket.PresignPutObject(g.ctx, "cover.jpg", opt, nil)
	if err != nil {
		return err
	}
	g.showURL(p.URL)
	fmt.Fprintf(g.w, "  p.Header   %v\n  p.Expires  %v\n", p.Header, p.Expires)
	g.say(`
A browser sends a file's type by itself. It was not signed, so OSS would answer with
SignatureDoesNotMatch. Check finds that without sending anything:

  req, err := p.NewRequest(ctx, nil)
  req.Header.Set("Content-Type", "image/jpeg")
`)
	req, err := p.NewRequest(g.ctx, nil)
	if err != nil {
		return err
	}
	req.Header.Set(headers.ContentType, "image/jpeg")
	fault := p.Check(req)
	if fault == nil {
		return fmt.Errorf("a header that was not signed passed the check")
	}
	writeWrapped(g.w, "  ", "p.Check(req): "+fault.Error())
	g.say("\nSigned with Metadata.ContentType, it passes, and any HTTP client can send it:\n")
	opt.Metadata.ContentType = "image/jpeg"
	if p, err = g.bucket.PresignPutObject(g.ctx, "cover.jpg", opt, nil); err != nil {
		return err
	}
	return g.sendPresigned(p)
}

// showURL prints a signed URL, a parameter on each line.
func (g *guide) showURL(text string) {
	base, query, _ := strings.Cut(text, "?")
	fmt.Fprintf(g.w, "  p.URL      %s\n", base)
	mark := "?"
	for parameter := range strings.SplitSeq(query, "&") {
		if name, value, _ := strings.Cut(parameter, "="); name == "x-oss-signature" {
			parameter = name + "=" + value[:8] + "..."
		}
		fmt.Fprintf(g.w, "      %s%s\n", mark, parameter)
		mark = "&"
	}
}

// sendPresigned sends what was presigned as a stranger does, after a check.
func (g *guide) sendPresigned(p *presigned.Request) error {
	req, err := p.NewRequest(g.ctx, strings.NewReader("a picture"))
	if err != nil {
		return err
	}
	fmt.Fprintf(g.w, "  p.Check(req): %v\n\n", p.Check(req))
	resp, err := (&http.Client{Transport: g.tap}).Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	g.show()
	return nil
}

// list lists what the tour has put, in pages of two.
func (g *guide) list() error {
	g.title("9. A listing")
	g.say(`
  opt := &client.ListObjectsOptions{Prefix: "novel", MaxKeys: 2}
  for object, err := range bucket.ListObjects(ctx, opt) { ... }
`)
	opt := &client.ListObjectsOptions{Prefix: "novel", MaxKeys: 2}
	for o, err := range g.bucket.ListObjects(g.ctx, opt) {
		if err != nil {
			return err
		}
		fmt.Fprintf(g.w, "  %3d  %s  %-8s  %s\n", o.Size, isoTime(o.LastModified), o.StorageClass, o.Key)
	}
	pages := len(g.tap.take())
	fmt.Fprintf(g.w, `
Those were %d requests, one for each page of at most MaxKeys objects; no more than a page is held.
A listing does not tell metadata; HeadObject does.
`, pages)
	return nil
}
