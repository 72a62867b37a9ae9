package agreements_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/souk-market/souk/internal/agreement"
	"github.com/souk-market/souk/internal/app"
	"github.com/souk-market/souk/internal/app/apptest"
	"github.com/souk-market/souk/internal/web/agreements"
	"github.com/souk-market/souk/internal/web/menu"
	"github.com/souk-market/souk/internal/web/ui/uitest"
)

func TestTextsAreCompleteAndAllAreUsed(t *testing.T) {
	t.Parallel()
	uitest.Catalogs(t, agreements.LocaleFS(), "agreements.")
	uitest.Keys(t, uitest.Load(t, agreements.LocaleFS(), menu.LocaleFS()), ".")
	uitest.Unused(t, agreements.LocaleFS(), "agreements.", ".")
	uitest.Icons(t, ".")
}

// The addresses of the agreement that the tests publish anew.
const (
	mine     = "/account/agreements"
	renew    = "/account/agreements/" + agreement.Buyer
	operated = "/operator/agreements/" + agreement.Buyer
)

// next is the form of a new version.
func next(more ...string) []string {
	return append([]string{"base", "1", "version", "2027-01", "title_zh", "用户协议", "title_en", "Users",
		"body_zh", "<p>新<script>alert(1)</script></p>", "body_en", "<p>New</p>"}, more...)
}

func signed(t *testing.T, m *apptest.Market) agreement.Document {
	t.Helper()
	d, err := m.Agreements.Current(t.Context(), agreement.Buyer)
	if err == nil {
		err = m.Agreements.Sign(t.Context(), agreement.SignInput{Actor: m.Buyer, Code: agreement.Buyer, Version: d.Version})
	}
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// business-rules 13.2: what a version changes is seen before it binds anybody.
func TestAVersionIsLookedAtBeforeItIsPublished(t *testing.T) {
	t.Parallel()
	m := apptest.New(t, app.Settings{})
	first, o := signed(t, m), m.Browse(m.Operator)
	a := o.Post(operated, next()...)
	if a.Code != http.StatusOK || a.Doc.Find("#changes ins").Length() == 0 || a.Doc.Find(`button[name=do][value=publish][form=next]`).Length() != 1 {
		t.Fatalf("the look: %d %s", a.Code, a.Main())
	}
	if strings.Contains(a.Doc.Find("#changes").Text(), "alert") || !strings.Contains(a.Doc.Find("#changes").Text(), "must accept again: 1") {
		t.Errorf("the look: %s", a.Doc.Find("#changes").Text())
	}
	if d, err := m.Agreements.Current(t.Context(), agreement.Buyer); err != nil || d.Version != first.Version {
		t.Fatalf("published by a look: %v, %v", d.Version, err)
	}
	a = o.Post(operated, next("do", "publish", "effective_at", "soon")...)
	if a.Code != http.StatusUnprocessableEntity || a.Doc.Find("[name=version]").AttrOr("value", "") != "2027-01" {
		t.Errorf("a bad time: %d", a.Code)
	}
	if a = o.Post(operated, next("do", "publish", "effective_at", "2027-01-01T00:00")...); a.Code != http.StatusSeeOther {
		t.Fatalf("announce: %d %s", a.Code, a.Main())
	}
	if a = o.Get(operated); !strings.Contains(a.Main(), "takes effect on") {
		t.Errorf("announced: %s", a.Main())
	}
	if a = o.Post(operated+"/withdraw", "version", "2027-01"); a.Code != http.StatusSeeOther {
		t.Errorf("withdraw: %d", a.Code)
	}
	if a = o.Post(operated+"/withdraw", "version", first.Version); a.Code != http.StatusPreconditionFailed && a.Code != http.StatusConflict {
		t.Errorf("withdraw what is in force: %d", a.Code)
	}
	late := next("do", "publish", "version", "2027-02") // over a version that was withdrawn meanwhile
	late[3] = "2027-02"
	if a = o.Post(operated, late...); a.Code != http.StatusConflict || a.Doc.Find("[name=base]").AttrOr("value", "") != "2" || a.Doc.Find("[name=body_en]").Text() != "<p>New</p>" {
		t.Errorf("over an old version: %d, base %s", a.Code, a.Doc.Find("[name=base]").AttrOr("value", ""))
	}
}

// business-rules 2.11, 12.1, 12.2
func TestANewVersionIsAcceptedByTheMainAccount(t *testing.T) {
	t.Parallel()
	m := apptest.New(t, app.Settings{})
	signed(t, m)
	b, o := m.Browse(m.Buyer), m.Browse(m.Operator)
	form := `form[action="` + renew + `"]`
	if a := b.Get(mine); !strings.Contains(a.Doc.Find("#buyer").Text(), "Signed") || a.Doc.Find(form).Length() != 0 {
		t.Errorf("signed: %s", a.Main())
	}
	if a := o.Post(operated, next("do", "publish")...); a.Code != http.StatusSeeOther {
		t.Fatalf("publish: %d %s", a.Code, a.Main())
	}
	if a := o.Post(operated, next("do", "publish")...); a.Code != http.StatusUnprocessableEntity {
		t.Errorf("the form sent twice: %d", a.Code)
	}
	if a := b.Get(mine); !strings.Contains(a.Doc.Find("#buyer").Text(), "New version") || a.Doc.Find(form).Length() != 1 {
		t.Errorf("outdated: %s", a.Main())
	}
	if a := m.Browse(m.Seller).Post(renew, "version", "2027-01"); a.Code != http.StatusNotFound {
		t.Errorf("renewed what was never signed: %d", a.Code)
	}
	if a := b.Post(renew, "version", "2027-01"); a.Code != http.StatusSeeOther || a.Location != mine {
		t.Errorf("renew: %d", a.Code)
	}
	if a := b.Get(mine); !strings.Contains(a.Doc.Find("#buyer").Text(), "Signed") {
		t.Errorf("renewed: %s", a.Main())
	}
}

func TestEachSideAndTheOperatorsHaveTheirPages(t *testing.T) {
	t.Parallel()
	m := apptest.New(t, app.Settings{})
	b, s, o := m.Browse(m.Buyer), m.Browse(m.Seller), m.Browse(m.Operator)
	for _, x := range []struct {
		who    *apptest.Browser
		path   string
		status int
	}{
		{b, mine, 200}, {b, mine + "/seller", 403}, {s, mine, 200}, {s, mine + "/seller", 200}, {o, mine, 403},
		{o, "/operator/agreements", 200}, {o, operated, 200}, {o, "/operator/agreements/none", 404}, {b, operated, 403}, {s, "/operator/agreements", 403},
		{m.Browse(apptest.Nobody), mine, 303},
	} {
		if a := x.who.Get(x.path); a.Code != x.status {
			t.Errorf("%s: %d, want %d", x.path, a.Code, x.status)
		}
	}
}
