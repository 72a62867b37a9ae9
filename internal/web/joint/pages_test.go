package joint_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/souk-market/souk/internal/app"
	"github.com/souk-market/souk/internal/app/apptest"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/joint"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/notify"
	"github.com/souk-market/souk/internal/order"
)

// business-rules 3.4: from the banner on 我的商品 by the form to the operator and back.
func TestABusinessPlanGoesFromTheBannerToTheOperatorAndBack(t *testing.T) {
	t.Parallel()
	m := apptest.New(t, app.Settings{})
	product := m.Joint(func(*catalog.Content) {}).ProductID
	o := m.Buy(product)
	m.Await("the order is completed", func() bool { return m.Order(o.ID).State == order.StateCompleted })
	seller, operator, buyer := m.Browse(m.Seller), m.Browse(m.Operator), m.Browse(m.Buyer)
	at, year := "/seller/business-plans/"+product, joint.YearOf(m.Clock.Now())
	wants := func(what string, a apptest.Answer, status int, texts ...string) {
		t.Helper()
		shows(t, what, a, status, texts...)
	}
	form := func(gmv string, n int) []string {
		out := []string{"n", fmt.Sprint(n)}
		for i := range 3 {
			y := fmt.Sprint(year + i)
			out = append(out, "year", y, "gmv_"+y, gmv, "projects_"+y, "12")
		}
		return out
	}
	wants("the banner", seller.Get("/seller/products"), http.StatusOK, "Business plans are missing", at)
	wants("the list", seller.Get("/seller/business-plans"), http.StatusOK, at, "Missing", o.Total.Format())
	wants("the page", seller.Get(at), http.StatusOK, "This product misses its plan", "<svg", o.Total.Format())
	wants("a bad sum", seller.Post(at, form("plenty", 0)...), http.StatusUnprocessableEntity, `value="plenty"`, "more than 0")
	wants("handing in", seller.Post(at, form("500000.00", 0)...), http.StatusSeeOther)
	wants("the page in review", seller.Get(at), http.StatusOK, "being reviewed", "In review")
	wants("another one meanwhile", seller.Post(at, form("1.00", 1)...), http.StatusConflict, "is being reviewed")
	plans, err := m.App.Joint.Standings(t.Context(), m.Seller)
	if err != nil || len(plans) != 1 {
		t.Fatalf("%+v, %v", plans, err)
	}
	decide := "/operator/business-plans/" + plans[0].Latest.ID
	wants("the queue", operator.Get("/operator/business-plans?state=waiting"), http.StatusOK, decide, "500,000.00")
	m.Await("the operator is told", func() bool {
		inbox, err := m.Notify.Inbox(t.Context(), m.Operator.ID, page.Request{}, notify.Filter{})
		return err == nil && slices.ContainsFunc(inbox.Items, func(i notify.Item) bool { return i.Event == notify.BusinessPlanSubmitted && i.Link == decide })
	})
	wants("the plan", operator.Get(decide), http.StatusOK, "500,000.00", o.Total.Format(), "Approve")
	wants("no reason", operator.Post(decide, "rev", "1", "do", "reject", "reason", ""), http.StatusUnprocessableEntity)
	wants("approving", operator.Post(decide, "rev", "1", "do", "approve"), http.StatusSeeOther)
	wants("approving again", operator.Post(decide, "rev", "1", "do", "approve"), http.StatusConflict, "decided on already")
	wants("the decided plan", operator.Get(decide), http.StatusOK, "Approved")
	wants("the banner of those behind", seller.Get("/seller/products"), http.StatusOK, "Below this year", at, "500,000.00")
	wants("the applications", seller.Get("/seller/business-plans/applications?state=approved"), http.StatusOK, at)
	wants("the page in force", seller.Get(at), http.StatusOK, "% reached", "of 12 planned")
	for _, page := range []string{"/seller/business-plans", at, "/operator/business-plans", decide} {
		wants("a buyer at "+page, buyer.Get(page), http.StatusForbidden)
	}
	wants("another seller", m.Browse(m.Other()).Get(at), http.StatusNotFound)
}

// shows wants an answer of a status with texts.
func shows(t *testing.T, what string, a apptest.Answer, status int, texts ...string) {
	t.Helper()
	if a.Code != status {
		t.Fatalf("%s: %d, want %d: %s", what, a.Code, status, a.Main())
	}
	for _, text := range texts {
		if !strings.Contains(a.Body, text) {
			t.Errorf("%s: no %q in: %s", what, text, a.Main())
		}
	}
}
