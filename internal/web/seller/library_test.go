package seller_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/web/ui"
)

// newSeats is the form of a quantity of the library.
func newSeats(pairs ...string) url.Values {
	return with(ui.Values("plan.attributes.0.kind", "quantity", "plan.attributes.0.name_zh", "席位数", "plan.attributes.0.name_en", "Seat count",
		"plan.attributes.0.unit_zh", "个", "plan.attributes.0.min", "5", "plan.attributes.0.max", "50", "plan.attributes.0.step", "5", "description_zh", "按人收费", "do", "save"), pairs...)
}

// kept is the seller's library.
func (s *site) kept() []catalog.LibraryAttribute {
	s.t.Helper()
	out, err := s.Catalog.Library(s.t.Context(), s.Seller, catalog.LibraryFilter{}, page.Request{})
	if err != nil {
		s.t.Fatal(err)
	}
	return out.Items
}

// business-rules 4.5: a seller's own attributes are added, searched, changed and deleted on their pages.
func TestTheLibraryOfAttributesIsKeptOnItsPages(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	const at = "/seller/attributes"
	if doc := s.page(s.get(at), http.StatusOK); !strings.Contains(doc.Find("main").Text(), "No attribute yet") {
		t.Error("an empty library says nothing")
	}
	s.page(s.get(at+"/new?kind=quantity"), http.StatusOK)
	// An action of the form stores nothing and keeps what was typed.
	doc := s.page(s.post(s.Seller, at+"/new?kind=enum", with(url.Values{}, "plan.attributes.0.kind", "enum", "plan.attributes.0.name_zh", "部署区域",
		"plan.attributes.0.paste", "北京,Beijing\n上海,Shanghai", "do", "value.paste.0")), http.StatusOK)
	typed := fields(doc, "form[data-guard]")
	if typed.Get("plan.attributes.0.name_zh") != "部署区域" || typed.Get("plan.attributes.0.values.1.code") != "shanghai" || len(s.kept()) != 0 {
		t.Errorf("after a paste: %v", typed)
	}
	_, _ = s.follow(s.post(s.Seller, at+"/new?kind=enum", with(typed, "do", "save")))
	_, _ = s.follow(s.post(s.Seller, at+"/new?kind=quantity", newSeats()))
	list := s.kept()
	if len(list) != 2 || list[0].Code != "seat_count" || list[0].Max != 50 || list[0].Description.ZH != "按人收费" || list[1].Code != "attr1" {
		t.Fatalf("got %+v", list)
	}
	for query, want := range map[string]string{"": "席位数 部署区域", "?kind=enum": "部署区域", "?q=seat": "席位数", "?q=none": ""} {
		var got []string
		doc := s.page(s.get(at+query), http.StatusOK)
		for _, a := range []string{"Seat count", "部署区域"} {
			if strings.Contains(doc.Find("#attributes tbody, #attributes").Text(), a) {
				got = append(got, strings.ReplaceAll(a, "Seat count", "席位数"))
			}
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%q: got %v, want %s", query, got, want)
		}
	}
	one := at + "/" + list[0].ID
	bad := s.page(s.post(s.Seller, one, newSeats("rev", "1", "plan.attributes.0.step", "x", "plan.attributes.0.code", "seats")), http.StatusUnprocessableEntity)
	if bad.Find("[name='plan.attributes.0.step'][aria-invalid=true]").Length() != 1 || value(bad, "plan.attributes.0.code") != "seats" {
		t.Error("the error does not stand beside its field, or what was typed is gone")
	}
	bad = s.page(s.post(s.Seller, one, newSeats("rev", "1", "plan.attributes.0.name_zh", "版本")), http.StatusUnprocessableEntity)
	if bad.Find("[name='plan.attributes.0.name_zh'][aria-invalid=true]").Length() != 1 {
		t.Error("a reserved name is not refused at its field")
	}
	_, _ = s.follow(s.post(s.Seller, one, newSeats("rev", "1", "plan.attributes.0.max", "100")))
	// Who is slower sees what is stored, and may put the own text in its place.
	late := s.page(s.post(s.Seller, one, newSeats("rev", "1", "plan.attributes.0.max", "70")), http.StatusConflict)
	if !strings.Contains(late.Find("main").Text(), "5–100") || value(late, "plan.attributes.0.max") != "70" {
		t.Errorf("nothing says what is stored: %s", late.Find("main").Text())
	}
	_, _ = s.follow(s.post(s.Seller, one, with(fields(late, "form[data-guard]"), "do", "save")))
	if got := s.kept()[0]; got.Max != 70 || got.Rev != 3 {
		t.Errorf("got %+v", got)
	}
	s.page(s.ask(s.secondSeller(), httptest.NewRequest(http.MethodGet, one, nil), "en"), http.StatusNotFound)
	_, _ = s.follow(s.post(s.Seller, one+"/delete", with(url.Values{}, "rev", "1")))
	if len(s.kept()) != 2 {
		t.Error("an old page deleted it")
	}
	_, _ = s.follow(s.post(s.Seller, one+"/delete", with(url.Values{}, "rev", "3")))
	if len(s.kept()) != 1 {
		t.Error("it is still there")
	}
}

// business-rules 4.5: the editor of a spec takes a copy from the library, and puts one into it.
func TestASpecTakesAttributesFromTheLibraryAndKeepsThemThere(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	to, _ := s.draft()
	at := to + "/specs/0"
	if s.page(s.get(at), http.StatusOK).Find("[name=library]").Length() != 0 {
		t.Error("an empty library is offered")
	}
	press := func(v url.Values, do string, status int) url.Values {
		t.Helper()
		return fields(s.page(s.post(s.Seller, at, with(v, "do", do)), status), "form[data-guard]")
	}
	v := press(fields(s.page(s.get(at), http.StatusOK), "form[data-guard]"), "library.keep.0", http.StatusOK)
	list := s.kept()
	if len(list) != 1 || list[0].Code != "seats" || list[0].Prices != nil {
		t.Fatalf("got %+v", list)
	}
	press(v, "library.keep.0", http.StatusUnprocessableEntity) // its code is taken
	press(v, "library.keep.7", http.StatusOK)                  // an old page
	press(with(v, "library", list[0].ID), "library.take", http.StatusUnprocessableEntity)
	press(with(v, "library", "att_none"), "library.take", http.StatusUnprocessableEntity)
	_, _ = s.follow(s.post(s.Seller, "/seller/attributes/new?kind=quantity", newSeats()))
	v = press(with(v, "library", s.kept()[0].ID), "library.take", http.StatusOK)
	if v.Get("plan.attributes.1.code") != "seat_count" || v.Get("plan.attributes.1.max") != "50" || v.Get("plan.attributes.0.prices.month.price") != "68" {
		t.Errorf("got %v", v)
	}
	if got := s.stored(to).Content.Specs[0].Plan.Attributes; len(got) != 1 {
		t.Errorf("something was stored: %+v", got)
	}
}
