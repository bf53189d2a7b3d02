package peers

import (
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"

	"example.com/ossmeta/signer"
)

// theirSubResources are the query names that the SDK's V1 signer signs unasked,
// ourSubResources those that ours signs besides.
var theirSubResources, ourSubResources = readSubResources()

// readSubResources reads who signs what as a sub-resource.
func readSubResources() (theirs, ours []string) {
	text, err := os.ReadFile("../../testdata/signing/subresources.tsv")
	if err != nil {
		panic(err)
	}
	for line := range strings.Lines(string(text)) {
		name, sources, _ := strings.Cut(strings.TrimSpace(line), "\t")
		switch {
		case strings.HasPrefix(line, "#"):
		case slices.Contains(strings.Fields(sources), "v2"):
			theirs = append(theirs, name)
		default:
			ours = append(ours, name)
		}
	}
	return theirs, ours
}

func isTheirSubResource(name string) bool { return slices.Contains(theirSubResources, name) }

func subResourcesV1(t *testing.T) {
	if len(theirSubResources) < 25 || len(ourSubResources) < 50 {
		t.Errorf("%d and %d names", len(theirSubResources), len(ourSubResources))
	}
	for _, name := range ourSubResources {
		j := newJob(signer.V1)
		j.key, j.query = "", url.Values{name: {""}}
		endsIn(t, "theirs", j.theirs(t).stringToSign, "/examplebucket/")
		ours := j.authorization(t)
		endsIn(t, "ours", string(j.explain(t).StringToSign()), "/examplebucket/?"+name)
		j.subResources = []string{name}
		equal(t, "theirs, told of "+name, j.theirs(t).authorization(), ours)
	}
	for _, name := range theirSubResources {
		endsIn(t, "theirs", newJob(signer.V1).sdkOn(t, name).stringToSign, "/examplebucket/key?"+name)
	}
}
