package wire_test

import (
	"testing"

	"github.com/souk-market/souk/internal/wire"
)

// saas-production-interface A.1.3
func TestTheBodySignIsThatOfTheWorkedExample(t *testing.T) {
	t.Parallel()
	body := []byte(`{"resultCode":"000000","resultMsg":"success."}`)
	want := `sign_type="HMAC-SHA256", signature="RFwJPfGRPIhKY9gqty9zV/gRnhMVwJLvUadaa81y7zU="`
	if got := wire.BodySign("ebf72724-0000-4444-8888-fda5bcc81500", body); got != want {
		t.Errorf("got %s", got)
	}
}
