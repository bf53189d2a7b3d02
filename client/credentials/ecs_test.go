//go:build !wasip1

// WASI has no sockets to listen on.

package credentials

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"example.com/ossmeta/signer"
)

// A metadataService is one of an ECS instance, in security hardening mode. Its
// fields make it another one.
type metadataService struct {
	normal  bool                                   // it asks for no token, and gives none
	role    string                                 // of the instance, "" for none
	replies map[string]func(w http.ResponseWriter) // other answers than the usual ones, by path
	asked   []string                               // the paths
}

const (
	roleDocument = `{"AccessKeyId": "STS.id", "AccessKeySecret": "markedSecret", "Expiration": "2099-11-26T14:00:00Z", ` +
		`"SecurityToken": "markedToken", "LastUpdated": "2099-11-26T08:00:00Z", "Code": "Success"}`
	instanceToken = "markedInstanceToken=="
)

func (m *metadataService) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	m.asked = append(m.asked, r.Method+" "+r.URL.Path)
	token := r.Header.Get("X-aliyun-ecs-metadata-token")
	reply, special := m.replies[r.URL.Path]
	switch {
	case special:
		reply(w)
	case r.URL.Path == "/latest/api/token" && m.normal:
		http.NotFound(w, r)
	case r.URL.Path == "/latest/api/token" && (r.Method != http.MethodPut || r.Header.Get("X-aliyun-ecs-metadata-token-ttl-seconds") != "60"):
		http.Error(w, "", http.StatusBadRequest)
	case r.URL.Path == "/latest/api/token":
		io.WriteString(w, instanceToken)
	case !m.normal && token != instanceToken || r.Method != http.MethodGet:
		http.Error(w, "", http.StatusForbidden)
	case m.role == "":
		http.NotFound(w, r)
	case r.URL.Path == "/latest/meta-data/ram/security-credentials/":
		io.WriteString(w, m.role+"\n")
	case r.URL.Path == "/latest/meta-data/ram/security-credentials/"+m.role:
		io.WriteString(w, roleDocument)
	default:
		http.NotFound(w, r)
	}
}

// reply answers with a status and a body.
func reply(status int, body string) func(http.ResponseWriter) {
	return func(w http.ResponseWriter) {
		w.Header().Set("Location", "/latest/elsewhere")
		w.WriteHeader(status)
		io.WriteString(w, body)
	}
}

// raw answers without HTTP's help.
func raw(text string) func(http.ResponseWriter) {
	return func(w http.ResponseWriter) {
		conn, _, err := w.(http.Hijacker).Hijack()
		if err == nil {
			io.WriteString(conn, text+"\r\n\r\n")
			conn.Close()
		}
	}
}

func TestECSRole(t *testing.T) {
	const list, roles = "/latest/meta-data/ram/security-credentials/", "/latest/meta-data/ram/security-credentials/R-1."
	type replies = map[string]func(http.ResponseWriter)
	for _, tt := range []struct {
		name, role   string
		service      metadataService
		withoutToken bool
		asked        string // in the end
		wrong        string // part of the error; "" for none
	}{
		{"discovered", "", metadataService{role: "R-1."}, false, "PUT " + tokenPath + " GET " + list + " GET " + roles, ""},
		{"named", "R-1.", metadataService{role: "R-1."}, false, "PUT " + tokenPath + " GET " + roles, ""},
		{"normal mode", "", metadataService{role: "R-1.", normal: true}, true, "GET " + list + " GET " + roles, ""},

		{"no role", "", metadataService{}, false, "", "HTTP 404: the instance has no RAM role; attach one"},
		{"another role", "other", metadataService{role: "R-1."}, false, "", "HTTP 404: the instance does not have this RAM role"},
		{"no tokens", "", metadataService{role: "R-1.", normal: true}, false, "PUT " + tokenPath, "HTTP 404: there is no token; update"},
		{"tokens wanted", "", metadataService{role: "R-1."}, true, "", "HTTP 403: it wants a token; do not set DangerouslyWithoutToken"},
		{"an empty token", "", metadataService{replies: replies{tokenPath: reply(200, " \n")}}, false, "PUT " + tokenPath, "the token is empty"},
		{"a path for a role", "../../user-data", metadataService{role: "R-1."}, false, "PUT " + tokenPath, "the name of the RAM role"},
		{"dots for a role", "..", metadataService{role: "R-1."}, false, "", "the name of the RAM role"},
		{"a page for a role", "", metadataService{replies: replies{list: reply(200, "<html>markedPage</html>")}}, false, "", "the name of the RAM role"},
		{"redirected token", "", metadataService{replies: replies{tokenPath: reply(302, "")}}, false, "PUT " + tokenPath, "HTTP 302: redirects are refused"},
		{"redirected role", "R-1.", metadataService{replies: replies{roles: reply(307, "")}}, false, "PUT " + tokenPath + " GET " + roles, "HTTP 307: redirects are refused"},
		{"overloaded", "R-1.", metadataService{replies: replies{roles: reply(503, "markedPage")}}, false, "", "HTTP 503: try again"},
		{"too long", "R-1.", metadataService{replies: replies{roles: reply(200, roleDocument+strings.Repeat(" ", maxDocument))}}, false, "", "more than 64 KiB"},
		{"cut off", "R-1.", metadataService{replies: replies{roles: func(w http.ResponseWriter) {
			w.Header().Set("Content-Length", "1000")
			io.WriteString(w, roleDocument)
		}}}, false, "", "broke off: unexpected EOF"},
		{"no header", "R-1.", metadataService{replies: replies{roles: raw(roleDocument)}}, false, "", "no answer"},
		{"a broken header", "R-1.", metadataService{replies: replies{roles: raw("HTTP/1.1 200 OK\r\n" + roleDocument)}}, false, "", "no answer"},
		{"a broken trailer", "R-1.", metadataService{replies: replies{
			roles: raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n" + roleDocument)}}, false, "", "broke off"},
		{"not JSON", "R-1.", metadataService{replies: replies{roles: reply(200, "<html>markedPage</html>")}}, false, "", "the answer is not a JSON object"},
		{"a failure", "R-1.", metadataService{replies: replies{roles: reply(200, `{"Code": "Failed"}`)}}, false, "", "a Code other than Success"},
		{"no expiration", "R-1.", metadataService{replies: replies{roles: reply(200, `{"AccessKeyId": "i", "AccessKeySecret": "markedSecret"}`)}}, false, "", "has no Expiration"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			server := httptest.NewServer(&tt.service)
			defer server.Close()
			c := ECSRole(tt.role, &ECSRoleOptions{BaseURL: server.URL + "/", DangerouslyWithoutToken: tt.withoutToken})
			got, err := c.Credentials(t.Context())
			if asked := strings.Join(tt.service.asked, " "); tt.asked != "" && asked != tt.asked {
				t.Errorf("it asked for\n%s, want\n%s", asked, tt.asked)
			}
			if tt.wrong == "" {
				if want := (signer.Credentials{AccessKeyID: "STS.id", AccessKeySecret: "markedSecret", SecurityToken: "markedToken"}); got != want || err != nil {
					t.Errorf("%v, %v", got, err)
				}
				return
			}
			var e *MetadataError
			if !errors.As(err, &e) || !strings.Contains(err.Error(), tt.wrong) || strings.Contains(err.Error(), "marked") {
				t.Errorf("%v, want a *MetadataError with %q", err, tt.wrong)
			}
		})
	}
}

// TestECSRoleUnreachable asks where nobody answers, at once or ever.
func TestECSRoleUnreachable(t *testing.T) {
	silent := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }))
	defer silent.Close()
	closed := httptest.NewServer(http.NotFoundHandler())
	closed.Close()
	for _, tt := range []struct {
		url   string
		wrong string
		is    error // nil for any
	}{
		{silent.URL, "no answer; this is no ECS instance", context.DeadlineExceeded},
		{closed.URL, "no answer; this is no ECS instance", nil},
		{"http://user:markedPassword@127.0.0.1:99999999", "no answer", nil},
		{"http://user:markedPassword@[", "BaseURL is not a URL", nil},
	} {
		c := ECSRole("", &ECSRoleOptions{Options: Options{Timeout: 50 * time.Millisecond}, BaseURL: tt.url})
		_, err := c.Credentials(t.Context())
		var e *MetadataError
		if !errors.As(err, &e) || !strings.Contains(err.Error(), tt.wrong) || tt.is != nil && !errors.Is(err, tt.is) ||
			strings.Contains(err.Error(), "marked") {
			t.Errorf("%v, want a *MetadataError with %q", err, tt.wrong)
		}
	}
}

// TestECSRoleGoesStraight: a proxy would read the credentials. net/http never
// takes one for a loopback address, so this looks at the client.
func TestECSRoleGoesStraight(t *testing.T) {
	transport, ok := metadataClient().Transport.(*http.Transport)
	if !ok || transport.Proxy != nil {
		t.Error("the metadata service is asked through a proxy")
	}
	if m := ECSRole("", nil); m == nil || metadataURL != "http://100.100.100.200" {
		t.Errorf("the default is %s", metadataURL)
	}
}
