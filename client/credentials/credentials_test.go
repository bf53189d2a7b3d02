package credentials

import (
	"context"
	"testing"

	"example.com/ossmeta/signer"
)

func TestStatic(t *testing.T) {
	want := signer.Credentials{AccessKeyID: "id", AccessKeySecret: "secret", SecurityToken: "token"}
	if got, err := Static(want)(context.Background()); got != want || err != nil {
		t.Errorf("Static: %v, %v", got, err)
	}
}
