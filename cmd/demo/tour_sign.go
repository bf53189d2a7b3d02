package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"

	"example.com/ossmeta/headers"
	"example.com/ossmeta/xmlerr"
)

// explainSignature shows what exactly one request signs.
func (g *guide) explainSignature() error {
	g.title("6. What was signed, line by line")
	g.say(`
  client.Config{OnSign: func(ctx context.Context, t *signer.Transcript) { fmt.Println(t) }}

gives the transcript of every signature before its request is sent; without OnSign it costs
nothing. Secrets and STS tokens are never in it. This one is of a ReplaceObjectMeta:
`)
	m := headers.Metadata{User: map[string]string{"author": "O. Henry"}}
	if _, err := g.bucket.ReplaceObjectMeta(g.ctx, "novel", m, nil); err != nil {
		return err
	}
	g.tap.take()
	printTranscript(g.w, g.transcript.String())
	g.say("")
	return nil
}

// printTranscript prints a transcript; where a line is too long, its origin
// stands below it.
func printTranscript(w io.Writer, text string) {
	const bar = "  | "
	column := 0
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\n")
		i := strings.LastIndex(line, bar)
		if i < 0 || len("  "+line) <= columns {
			column = max(i, 0)
			writeWrapped(w, "  ", line)
			continue
		}
		writeWrapped(w, "  ", line[:i])
		writeWrapped(w, "  ", strings.Repeat(" ", column)+line[i:])
	}
}

// wrongSecret shows the error of a request that was signed with another secret
// than the server's.
func (g *guide) wrongSecret() error {
	g.title("7. A wrong secret, answered with a typed error")
	key := g.server.Credentials()
	key.AccessKeySecret = "pasted-from-the-wrong-account"
	oss, err := g.client(key)
	if err != nil {
		return err
	}
	g.say("")
	_, err = oss.Bucket(g.bucket.Name()).GetObject(g.ctx, "age.json", nil)
	g.tap.take()
	var answer *xmlerr.Error
	if !errors.As(err, &answer) {
		return fmt.Errorf("a wrong secret was not refused: %w", err)
	}
	writeWrapped(g.w, "  ", "err: "+err.Error())
	fmt.Fprintf(g.w, `
  errors.Is(err, xmlerr.SignatureDoesNotMatch)  %v
  errors.Is(err, fs.ErrPermission)              %v
  errors.As(err, &e), with e an *xmlerr.Error   true: e.StatusCode is %d, e.EC is %q
`, errors.Is(err, xmlerr.SignatureDoesNotMatch), errors.Is(err, fs.ErrPermission), answer.StatusCode, answer.EC)
	if e := answer.Evidence; e != nil && bytes.Equal([]byte(e.StringToSign), g.transcript.StringToSign()) {
		g.say(`
With the answer came the string that the server signed (e.Evidence.StringToSign). It is, byte for
byte, the one of the transcript here. So nothing was changed on the way: the secret is wrong.
`)
	}
	return nil
}
