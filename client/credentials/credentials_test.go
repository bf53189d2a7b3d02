package credentials

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"example.com/ossmeta/signer"
)

func TestStatic(t *testing.T) {
	want := signer.Credentials{AccessKeyID: "id", AccessKeySecret: "secret", SecurityToken: "token"}
	if got, err := Static(want)(context.Background()); got != want || err != nil {
		t.Errorf("Static: %v, %v", got, err)
	}
}

// TestNothingPrintsSecrets prints everything that is exported and holds some,
// in every way.
func TestNothingPrintsSecrets(t *testing.T) {
	key := Temporary{signer.Credentials{AccessKeyID: "id", AccessKeySecret: "markedSecret", SecurityToken: "markedToken"}, time.Now().Add(time.Hour)}
	c := NewCache(func(context.Context) (Temporary, error) { return key, nil }, nil)
	if _, err := c.Credentials(t.Context()); err != nil {
		t.Fatal(err)
	}
	c.Invalidate(key.Credentials)
	half := key
	half.AccessKeyID = ""
	for _, value := range []any{
		key, &key, struct{ Key Temporary }{key}, c, struct{ c *Cache }{c}, c.Credentials, &RefusedError{"id"}, half.check(time.Now()), ExpiredError{},
		Static(key.Credentials), ECSRole("r", nil), Process([]string{"p", "markedSecret"}, nil), ECSRoleOptions{},
		mask("AccessKeySecret: markedSecret0123456789012345678"),
	} {
		var text strings.Builder
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d"} {
			fmt.Fprintf(&text, verb+"\n", value)
		}
		slog.New(slog.NewTextHandler(&text, nil)).Info("text", "value", value)
		slog.New(slog.NewJSONHandler(&text, nil)).Info("JSON", "value", value)
		if data, err := json.Marshal(value); err == nil {
			text.Write(data)
		}
		for _, secret := range []string{"markedSecret", "markedToken"} {
			for _, form := range []string{secret, fmt.Sprintf("%x", secret), fmt.Sprintf("%X", secret), fmt.Sprint([]byte(secret))} {
				if strings.Contains(text.String(), strings.Trim(form, "[]")) {
					t.Errorf("a %T prints %q:\n%s", value, secret, &text)
				}
			}
		}
	}
}
