package e2e_test

import (
	"fmt"
	"net/url"

	"github.com/souk-market/souk/internal/kernel/secret"
)

// personForms are those by which somebody comes in, proves who it is, and leaves.
func personForms(m *market) []formCase {
	m.newcomer(fresh, "林小满")
	m.newcomer(named, "云栖山谷数据").named()
	m.newcomer(admitted, "青禾云服务").admitted()
	proof := url.Values{"proof": {"not the password"}}
	return []formCase{
		{name: "register by mail", page: at("/register?by=mail"), action: "/register", fill: url.Values{"target": {"probe@example.com"}}},
		{name: "register by phone", page: at("/register?by=sms"), action: "/register", fill: url.Values{"target": {"13700000000"}}},
		{name: "forgotten password", page: at("/reset"), action: "/reset", fill: url.Values{"target": {"nobody@example.com"}}},
		{name: "another address", who: thirdBuyer, page: at("/account/email"), action: "/account/email", fill: url.Values{"target": {"new@example.com"}, "password": {"not the password"}}},
		{name: "another number", who: thirdBuyer, page: at("/account/phone"), action: "/account/phone", fill: url.Values{"target": {"13700000001"}, "password": {"not the password"}}},
		{name: "authenticator", who: thirdBuyer, page: at("/account/security"), action: "/account/security/authenticator", fill: proof},
		{name: "copy of one's data", who: thirdBuyer, page: at("/account/data"), action: "/account/data", fill: proof},
		{name: "closing", who: fresh, page: at("/account/data/close"), action: "/account/data/close", fill: url.Values{"login": {"somebody@else.example"}, "proof": {"not the password"}}},
		{name: "name of a company", who: fresh, page: at("/account/realname?kind=enterprise"), action: "/account/realname", fill: url.Values{"do": {"submit"},
			"name": {"林间科技"}, "document": {"uscc"}, "number": {creditCode(77)}, "legal_rep": {"林小满"}, "founded": {"2019-03-01"}, "capital": {"500"}}},
		{name: "name of a person", who: fresh, page: at("/account/realname?kind=personal"), action: "/account/realname", fill: url.Values{"do": {"submit"},
			"name": {"林小满"}, "document": {"id_card"}, "number": {"11010519491231002X"}, "birth": {"1949-12-31"}}},
		{name: "application to sell", who: named, page: at("/seller/admission/apply"), action: "/seller/admission/apply", fill: url.Values{"do": {"submit"},
			"name_zh": {"云栖山谷"}, "profile_zh": {"数据治理软件与服务。"}, "website": {m.URL + "/"}, "founded": {"2019-03-01"}, "years": {"5-10"}, "staff": {"21-50"}, "team": {"12"},
			"capital": {"500"}, "contact_name": {"林夏"}, "contact_phone": {"13800000001"}, "contact_email": {"contact@example.com"}, "service_phone": {"400-000-0199"},
			"service_email": {"service@example.com"}, "address_country": {"CN"}, "address_province": {"浙江省"}, "address_city": {"杭州市"}, "address_detail": {"文一西路 1 号"},
			"address_postcode": {"310000"}, "known": {"yes"}, "known_name": {"王芳"}, "known_phone": {"13800000002"}, "known_email": {"wang@example.com"}, "unbound": {"1"}}},
		{name: "certification", who: admitted, page: at("/seller/certification?step=company"), action: "/seller/certification/company", fill: url.Values{"do": {"next"},
			"tax_kind": {"general"}, "tax_number": {creditCode(3)}, "tax_address": {"文一西路 1 号"}, "tax_phone": {"0571-50000001"},
			"finance_name": {"钱会计"}, "finance_phone": {"13900000000"}, "finance_email": {"finance@example.com"}}},
	}
}

// organisationForms are those of a main account about its people.
func organisationForms(m *market) []formCase {
	b, n := m.as(buyer), 0
	next := func() string { n++; return fmt.Sprintf("probe%d", n) }
	var user, group, contact struct{ ID string }
	b.post("/users", map[string]any{"user_name": next(), "password": secret.Token(9)}, &user)
	b.post("/groups", map[string]any{"name": "财务", "permissions": []string{"buyer.orders"}}, &group)
	b.post("/messages/contacts", map[string]any{"name": "林夏", "email": "lin@example.com", "classes": []int{501}}, &contact)
	keys := func(m *market, again bool) string {
		if again { // a person has two at most
			var list struct {
				Items []struct {
					AK string `json:"access_key"`
				}
			}
			m.as(thirdBuyer).get("/me/access-keys", &list)
			for _, k := range list.Items {
				m.as(thirdBuyer).send("DELETE", "/me/access-keys/"+k.AK, nil)
			}
		}
		return "/account/keys"
	}
	return []formCase{
		{name: "new sub-user", who: buyer, page: at("/account/users/new"), action: "/account/users/new", fill: url.Values{"user_name": {"probe"}, "password": {"a good password"}}},
		{name: "sub-user", who: buyer, page: at("/account/users/" + user.ID), action: "/account/users/" + user.ID},
		{name: "password of a sub-user", who: buyer, page: at("/account/users/" + user.ID), action: "/password", fill: url.Values{"password": {"short"}}},
		{name: "new group", who: buyer, page: at("/account/groups/new"), action: "/account/groups/new", fill: url.Values{"name": {"财务"}}},
		{name: "group", who: buyer, page: at("/account/groups/" + group.ID), action: "/account/groups/" + group.ID},
		{name: "access key", who: thirdBuyer, page: keys, action: "/account/keys", fill: url.Values{"description": {"probe"}}},
		{name: "who is told", who: buyer, page: at("/messages/settings/contacts/" + contact.ID), action: "/messages/settings/contacts/" + contact.ID},
		{name: "enterprise login", who: buyer, page: at("/account/sso"), action: "/account/sso", fill: url.Values{"issuer": {"https://login.example.com"}, "client_id": {"souk"}}},
	}
}

// sellerForms are those by which a seller says what buyers see of it.
func sellerForms(m *market) []formCase {
	submit := url.Values{"do": {"submit"}}
	// What was taken is in review; it is taken back, so that the form comes again.
	open := func(kind, page string) func(*market, bool) string {
		return func(m *market, again bool) string {
			if again {
				m.as(seller).post("/seller-changes/withdraw", map[string]any{"kind": kind, "rev": m.openChange(kind)}, nil)
			}
			return page
		}
	}
	groups := func(m *market, again bool) string {
		if again { // a seller has six at most
			var list struct{ Items []document }
			m.as(seller).get("/support/groups", &list)
			for _, g := range list.Items {
				m.as(seller).send("DELETE", fmt.Sprintf("/support/groups/%s?rev=%d", g.ID, g.Rev), nil)
			}
		}
		return "/seller/support"
	}
	return []formCase{
		{name: "seller information", who: seller, page: open("info", "/seller/info"), action: "/seller/info", fill: submit},
		{name: "storefront", who: seller, page: open("storefront", "/seller/storefront"), action: "/seller/storefront", fill: submit},
		{name: "business contact", who: seller, page: open("contact", "/seller/support"), action: "/seller/support/contact", fill: submit},
		{name: "technical certificate", who: seller, page: at("/seller/certificates/new"), action: "/seller/certificates", fill: url.Values{"class": {"iot"},
			"product": {"苇桥设备接入网关"}, "certificate_number": {"IOT-OL-2026-0001"}, "issued": {"2026-01-31"}}},
		{name: "pre-sale numbers", who: seller, page: at("/seller/support"), action: "/seller/support/presale"},
		{name: "tickets", who: seller, page: at("/seller/support"), action: "/seller/support/tickets"},
		{name: "after-sale group", who: seller, page: groups, action: "/seller/support/groups", fill: url.Values{"name_zh": {"售后组"},
			"phone": {"021-50000001"}, "email": {"service@example.com"}}},
		{name: "leaving", who: seller, page: at("/seller/standing"), action: "/seller/standing/exit", fill: url.Values{"confirm": {"not the name"}, "reason": {"探测"}}},
	}
}

// openChange is the revision of a seller's change that is open.
func (m *market) openChange(kind string) int64 {
	m.t.Helper()
	var form struct{ Rev int64 }
	m.as(seller).get("/seller-form?kind="+kind, &form)
	return form.Rev
}

// operatorForms are those by which operators decide about people and sellers.
func operatorForms(m *market) []formCase {
	o := m.as(operator)
	var own struct {
		ID string `json:"seller_id"`
	}
	m.as(seller).get("/standing", &own)
	customer := newcomer{caller: m.as(named), m: m}.account()
	applicant := m.newcomer(asking, "北斗星空间信息")
	asked := applicant.asksForName()
	verification := func(_ *market, again bool) string {
		if again { // it was sent back: hand it in again
			asked = applicant.asksAgain()
		}
		return "/operator/verifications/" + asked.ID
	}
	application := m.newcomer(applied, "星河互联智能").named().applies()
	certification := m.newcomer(expecting, "海岳长风工业").admitted().asksForTransfer()
	block := func(_ *market, again bool) string {
		if again {
			o.post("/accounts/"+customer+"/unblock", map[string]any{"reason": "probe"}, nil)
		}
		return "/operator/accounts/" + customer
	}
	var colleague struct {
		ID string `json:"id"`
	}
	o.post("/operators", map[string]any{"login": "colleague@example.com", "name": "新同事", "lang": "zh", "roles": []string{"support"}}, &colleague)
	return []formCase{
		{name: "blocking", who: operator, page: block, action: "/block", fill: url.Values{"reason": {"探测"}}},
		{name: "new operator", who: operator, page: at("/operator/staff"), action: "/operator/staff", fill: url.Values{"login": {"no spaces"}, "name": {"新"}, "roles": {"review"}}},
		{name: "first password", who: operator, page: at("/operator/staff/" + colleague.ID), action: "/password", fill: url.Values{"reason": {""}}},
		{name: "points", who: operator, page: at("/operator/sellers/" + own.ID), action: "/points", fill: url.Values{"reason": {""}}},
		{name: "penalty", who: operator, page: at("/operator/sellers/" + own.ID), action: "/penalties", fill: url.Values{"kind": {"expel"}, "reason": {"探测"}, "confirm": {"not the name"}}},
		{name: "level", who: operator, page: at("/operator/sellers/" + own.ID), action: "/level", fill: url.Values{"reason": {""}}},
		{name: "deposit", who: operator, page: at("/operator/sellers/" + own.ID), action: "/deposit", fill: url.Values{"amount": {"much"}, "reason": {"探测"}}},
		{name: "application refused", who: operator, page: at("/operator/seller-applications/" + application.ID), action: "/operator/seller-applications/" + application.ID,
			fill: url.Values{"do": {"reject"}, "reason": {""}}},
		{name: "transfer sent", who: operator, page: at("/operator/certifications/" + certification.Account), action: "/operator/certifications/" + certification.Account,
			fill: url.Values{"do": {"sent"}, "reference": {""}}},
		{name: "name refused", who: operator, page: verification, action: "/reject", fill: url.Values{"reason": {"探测"}}},
		{name: "agreement", who: operator, page: at("/operator/agreements/buyer"), action: "/operator/agreements/buyer", fill: url.Values{"do": {"look"}, "version": {"2099-01"}}},
		{name: "text of a message", who: operator, page: at("/operator/texts/" + m.firstText()), action: "/operator/texts/" + m.firstText()},
	}
}
