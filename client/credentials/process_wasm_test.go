//go:build js || wasip1

package credentials

import (
	"errors"
	"testing"
)

// TestNoProcess: where no program can be started the error says so.
func TestNoProcess(t *testing.T) {
	_, err := Process([]string{"/bin/true"}, nil).Credentials(t.Context())
	var e *ProcessError
	if !errors.As(err, &e) || e.Err == nil {
		t.Errorf("%v", err)
	}
}
