package e2e_test

import (
	"net/url"

	"github.com/souk-market/souk/internal/kernel/secret"
)

// The newcomers of the slice, each at another step of the way to become a seller.
const (
	fresh     = "fresh"     // just registered
	asking    = "asking"    // its name is being reviewed
	named     = "named"     // may apply
	applied   = "applied"   // its application is being reviewed
	refused   = "refused"   // was told why not
	admitted  = "admitted"  // has to certify its business
	expecting = "expecting" // waits for a test transfer
	received  = "received"  // was sent one
)

// admissionPages are those of the way to become a seller: what applicants see at each step, and who reviews them.
func (m *market) admissionPages() map[string][]string {
	m.t.Helper()
	o := m.as(operator)
	m.newcomer(fresh, "林小满")
	verification := m.newcomer(asking, "北斗星空间信息技术研究院（深圳）有限公司").asksForName()
	m.newcomer(named, "云栖山谷数据").named()
	application := m.newcomer(applied, "星河互联智能协作技术服务（福州）有限责任公司").named().applies()
	no := m.newcomer(refused, "蓝鲸协同").named().applies()
	o.post("/seller-applications/"+no.ID+"/reject", map[string]any{"rev": no.Rev, "reason": "营业执照的扫描件不完整，请上传包含二维码的完整副本。", "checklist": []string{"website", "logo"}}, nil)
	var inbox struct{ Items []document }
	m.as(refused).get("/messages", &inbox)
	m.newcomer(admitted, "青禾云服务").admitted()
	certification := m.newcomer(expecting, "海岳长风工业互联网平台运营服务（青岛）集团有限公司").admitted().asksForTransfer()
	sent := m.newcomer(received, "南山科技").admitted().asksForTransfer()
	o.post("/certifications/"+sent.Account+"/transfer-sent", map[string]any{"rev": sent.Rev, "reference": "BANK-20261122-000198"}, nil)
	const way, certify = "/seller/admission", "/seller/certification"
	return map[string][]string{
		fresh:     {"/register/welcome", way, "/account/realname?kind=enterprise", "/account/realname?kind=personal", "/messages", "/buyer", "/account/security", "/account/data/close"},
		asking:    {way, "/account/realname"},
		named:     {way, way + "/apply"},
		applied:   {way, way + "/apply"},
		refused:   {way, way + "/apply", "/messages", "/messages/" + inbox.Items[0].ID},
		admitted:  {way, certify, "/seller"},
		expecting: {way, certify},
		received:  {certify},
		operator: {"/operator/verifications", "/operator/verifications/" + verification.ID, "/operator/seller-applications", "/operator/seller-applications/" + application.ID,
			"/operator/seller-applications/" + no.ID, "/operator/certifications", "/operator/certifications/" + certification.Account, "/operator/certifications/" + sent.Account},
	}
}

// sellerPages are what a seller says of itself and what operators decide about it.
func (m *market) sellerPages() map[string][]string {
	m.t.Helper()
	s, o := m.as(seller), m.as(operator)
	var own struct {
		ID       string `json:"seller_id"`
		Standing struct{ Rev int64 }
	}
	s.get("/standing", &own)
	var form struct{ Content struct{ Info map[string]any } }
	s.get("/seller-form?kind=info", &form)
	form.Content.Info["website"], form.Content.Info["service_phone"] = m.URL+"/", "400-000-0188"
	form.Content.Info["logo"] = s.upload("seller_logo", "logo.png", picture(m.t, 168, 70))
	form.Content.Info["address"] = map[string]any{"country": "CN", "province": "福建省", "city": "福州市", "detail": "鼓楼区软件大道 89 号福州软件园 F 区 5 号楼 19 层", "postcode": "350003"}
	var info, letter document
	s.send("PUT", "/seller-changes", map[string]any{"kind": "info", "rev": 0, "content": map[string]any{"info": form.Content.Info}}).into(m.t, &info)
	s.post("/seller-changes/submit", map[string]any{"kind": "info", "rev": info.Rev}, nil)
	s.post("/compliance-letter", map[string]any{"file": s.upload("seller_compliance", "数据合规承诺函（盖章）.png", picture(m.t, 600, 800))}, &letter)
	certificate := func(number, product, until string) (c document) {
		s.post("/technical-certificates", map[string]any{"class": "iot", "number": number, "product": product, "issued": "2026-03-02", "until": until,
			"file": s.upload("tech_certificate", "OpenLab 证书.png", picture(m.t, 800, 600))}, &c)
		return c
	}
	held, sent := certificate("IOT-OL-2026-0317", "苇桥设备接入网关", "2028-03-01"), certificate("IOT-OL-2026-0455", "苇桥边缘采集服务", "")
	o.post("/seller-changes/"+held.ID+"/approve", map[string]any{"rev": held.Rev, "checklist": []string{"issued_to", "certified", "validity"}}, nil)
	const why = "客户举证属实：合同约定 10 月 9 日交付，实际 11 月 3 日交付，期间未说明原因。"
	o.post("/sellers/"+own.ID+"/points", map[string]any{"rev": own.Standing.Rev, "rule": "late_delivery", "reason": why}, nil)
	s.get("/standing", &own)
	o.post("/sellers/"+own.ID+"/penalties", map[string]any{"rev": own.Standing.Rev, "kind": "yellow_list", "rule": "late_delivery", "reason": why}, nil)
	return map[string][]string{
		"visitor": {"/sellers/" + own.ID, "/penalties"},
		seller: {"/seller/info", "/seller/storefront", "/seller/storefront/preview", "/seller/support", "/seller/compliance", "/seller/compliance/template",
			"/seller/plans", "/seller/plans/developer", "/seller/certificates", "/seller/certificates/new", "/seller/certificates/new?from=" + sent.ID, "/seller/standing", "/account/agreements/seller"},
		operator: {"/operator/sellers", "/operator/sellers/" + own.ID, "/operator/seller-changes", "/operator/seller-changes/" + info.ID, "/operator/seller-changes/" + letter.ID,
			"/operator/seller-changes/" + held.ID, "/operator/seller-changes/" + sent.ID},
	}
}

// accountPages are those of a person and of its organisation.
func (m *market) accountPages() map[string][]string {
	m.t.Helper()
	b := m.as(buyer)
	var user, group, contact struct{ ID string }
	b.post("/users", map[string]any{"user_name": "finance.lin", "password": secret.Token(9)}, &user)
	b.post("/groups", map[string]any{"name": "财务", "permissions": []string{"buyer.orders", "buyer.wallet"}, "members": []string{user.ID}}, &group)
	b.post("/messages/contacts", map[string]any{"name": "林夏", "email": "lin@example.com", "classes": []int{501, 901}}, &contact)
	b.post("/me/access-keys", map[string]any{"description": "Terraform"}, nil)
	var me struct{ ID, Login string }
	b.get("/me", &me)
	var log, all struct{ Items []struct{ ID string } }
	b.get("/audit-entries", &log)
	m.as(operator).get("/audit-entries", &all)
	const account = "/account"
	return map[string][]string{
		"visitor": {"/reset", "/register?by=sms", "/login/" + me.ID, "/goodbye"},
		buyer: {account + "/security", account + "/sessions", account + "/keys", account + "/realname", account + "/agreements", account + "/email", account + "/phone",
			account + "/audit", account + "/audit/" + log.Items[0].ID, account + "/audit/chain", account + "/users", account + "/users/new", account + "/users/" + user.ID,
			account + "/groups", account + "/groups/new", account + "/groups/" + group.ID, account + "/sso", account + "/data", account + "/data/close", "/seller/admission",
			"/messages/settings", "/messages/settings/contacts/" + contact.ID},
		operator: {"/operator/accounts", "/operator/accounts/" + me.ID, "/operator/staff", "/operator/agreements", "/operator/agreements/buyer",
			"/operator/texts", "/operator/texts/" + m.firstText(), "/operator/audit", "/operator/audit/" + all.Items[0].ID, "/operator/audit/chain"},
	}
}

// firstText is one of the messages that the marketplace sends.
func (m *market) firstText() string {
	m.t.Helper()
	var texts struct{ Items []struct{ Event string } }
	m.as(operator).get("/operator/texts", &texts)
	return url.PathEscape(texts.Items[0].Event)
}
