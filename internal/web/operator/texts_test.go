package operator_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/souk-market/souk/internal/notify"
)

func TestAnOperatorWritesTheTextsOfAMessage(t *testing.T) {
	t.Parallel()
	m := setup(t)
	if a := m.get("/operator/texts"); a.Code != http.StatusOK || !strings.Contains(a.doc.Text(), notify.OrderPaid) {
		t.Errorf("list: %d", a.Code)
	}
	const path = "/operator/texts/" + notify.OrderPaid
	if a := m.get(path); a.Code != http.StatusOK || a.doc.Find("input[name=title_zh]").AttrOr("value", "") != "订单 {order} 支付成功" {
		t.Errorf("one: %d", a.Code)
	}
	form := url.Values{"version": {"0"}, "title_zh": {"谢谢 {order}"}, "body_zh": {"{product}"}, "title_en": {"Thanks {nobody}"}, "body_en": {"{product}"}}
	if a := m.send(m.olga, "en", "POST", path, form); a.Code != http.StatusUnprocessableEntity || a.doc.Find("input[name=title_zh]").AttrOr("value", "") != "谢谢 {order}" {
		t.Errorf("an unknown value: %d", a.Code)
	}
	form.Set("title_en", "Thanks {order}")
	if a := m.send(m.olga, "en", "POST", path, form); a.Code != http.StatusSeeOther {
		t.Errorf("a good edit: %d", a.Code)
	}
	if a := m.send(m.otto, "en", "POST", path, form); a.Code != http.StatusConflict {
		t.Errorf("an edit over an old edition: %d", a.Code)
	}
	if a := m.post(path+"/back", "version", "1"); a.Code != http.StatusSeeOther {
		t.Errorf("set back: %d", a.Code)
	}
	if a := m.get("/operator/texts/no.event"); a.Code != http.StatusNotFound {
		t.Errorf("an unknown event: %d", a.Code)
	}
}
