package e2e_test

import (
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"time"

	"github.com/PuerkitoBio/goquery"

	"github.com/souk-market/souk/internal/demo/content"
	"github.com/souk-market/souk/internal/kernel/secret"
)

// newcomer is somebody who registered today and goes the way to become a seller, step by step, by the API.
type newcomer struct {
	*caller
	m            *market
	name, number string // proven, or to be
}

// newcomer registers a company by mail, through the pages, which is how it gets a token for the API.
func (m *market) newcomer(key, name string) newcomer {
	m.t.Helper()
	v, mail, password := m.visit(""), key+"@newcomer.example.com", secret.Token(9)
	at := v.through("/register?by=mail", url.Values{"target": {mail}})
	at = v.through(at, url.Values{"code": {m.oneTimeCode(mail)}})
	v.through(at, url.Values{"name": {name}, "password": {password}, "repeat": {password}, "terms": {"1"}})
	token := strings.TrimSpace(v.post("/account/tokens", url.Values{"name": {"e2e"}, "expires": {"30"}}).doc.Find("#fresh-token .mono").First().Text())
	if token == "" {
		m.t.Fatalf("%s got no token", name)
	}
	m.People = append(m.People, person{Key: key, Name: name, Login: mail, Password: password, Token: token})
	return newcomer{m.as(key), m, name, creditCode(len(m.People))}
}

// through fills the form of a page in and sends it; it must be taken. It returns where that leads.
func (v *visitor) through(at string, fill url.Values) string {
	v.t.Helper()
	path, _, _ := strings.Cut(at, "?")
	f, ok := formOf(v.get(at), path)
	if !ok {
		v.t.Fatalf("no form at %s", at)
	}
	maps.Copy(f.values, fill)
	got := v.post(path, f.values)
	if got.status != http.StatusSeeOther {
		v.t.Fatalf("POST %s: %d %s", path, got.status, got.doc.Find("main").Text())
	}
	return got.location
}

var sixDigits = regexp.MustCompile(`\b[0-9]{6}\b`)

// oneTimeCode is the code that came to an address, by mail or as a text message.
func (h *house) oneTimeCode(target string) string {
	h.t.Helper()
	v, code := h.visit(""), ""
	await(h.t, "the code", time.Minute, func() bool {
		list := v.get("/dev/mail").doc
		row := list.Find("#mails tr, #texts tr").FilterFunction(func(_ int, s *goquery.Selection) bool { return strings.Contains(s.Text(), target) }).First()
		text := row.Text()
		if href, ok := row.Find("a").Attr("href"); ok {
			text = v.get(href).doc.Find("main pre").First().Text()
		}
		code = sixDigits.FindString(strings.ReplaceAll(text, target, ""))
		return code != ""
	})
	return code
}

// document is what moves through a review: its id and the revision to show.
type document struct {
	ID      string
	Rev     int64
	Account string `json:"account_id"`
}

// asksForName hands a real name in, and returns what the operators get.
func (n newcomer) asksForName() document {
	n.t.Helper()
	return n.asks(0)
}

// asksAgain hands the name in that was sent back.
func (n newcomer) asksAgain() document {
	n.t.Helper()
	var mine struct{ Open document }
	n.get("/me/real-name", &mine)
	return n.asks(mine.Open.Rev)
}

func (n newcomer) asks(rev int64) document {
	n.t.Helper()
	var d document
	n.post("/me/real-name/submit", map[string]any{"rev": rev, "form": map[string]any{"kind": "enterprise", "document": "uscc", "name": n.name,
		"number": n.number, "legal_rep": "林夏", "founded": "2019-03-01", "capital": "500", "licence": n.upload("identity", "licence.png", picture(n.t, 400, 400))}}, &d)
	return d
}

// named has a proven name.
func (n newcomer) named() newcomer {
	n.t.Helper()
	d := n.asksForName()
	n.m.as(operator).post("/verifications/"+d.ID+"/approve", map[string]any{"rev": d.Rev}, nil)
	return n
}

// applies hands the application to become a seller in.
func (n newcomer) applies() document {
	n.t.Helper()
	scan := picture(n.t, 400, 400)
	var d document
	n.send("PUT", "/admission", map[string]any{"rev": 0, "form": map[string]any{
		"name": text{n.name, "Stellar River Collaborative Technology Services"}, "profile": text{"协作软件的开发、集成与长期运维服务，服务制造、医疗与教育客户。", "Collaboration software for manufacturers, hospitals and schools."},
		"website": n.m.URL + "/", "logo": n.upload("seller_logo", "logo.png", scan), "licence": n.upload("seller_licence", "营业执照（副本）扫描件-2026.png", scan), "proof": "copyright", "rights": n.upload("seller_rights", "rights.png", scan),
		"number": n.number, "founded": "2019-03-01", "years": "5-10", "staff": "21-50", "team": "12", "capital": "500",
		"contact_name": "林夏", "contact_phone": "13800000001", "contact_email": "contact@example.com", "service_phone": "400-000-0199", "service_email": "service@example.com",
		"address": map[string]any{"country": "CN", "province": "福建省", "city": "福州市", "detail": "鼓楼区软件大道 89 号福州软件园 F 区 5 号楼 19 层 1901–1908 单元", "postcode": "350003"},
		"hours":   week(), "known": "no", "unbound": true}}).into(n.t, &d)
	n.post("/admission/submit", map[string]any{"rev": d.Rev, "agreement": n.m.agreement(content.AgreementSeller)}, nil)
	return n.m.waits("/seller-applications", n.account())
}

// account is the id of its account.
func (n newcomer) account() string {
	n.t.Helper()
	var me struct{ ID string }
	n.get("/me", &me)
	return me.ID
}

// admitted is a seller whose business is not certified yet.
func (n newcomer) admitted() newcomer {
	n.t.Helper()
	d := n.named().applies()
	n.m.as(operator).post("/seller-applications/"+d.ID+"/approve", map[string]any{"rev": d.Rev, "checklist": n.m.checklist("/operator/seller-applications/" + d.ID)}, nil)
	return n
}

// asksForTransfer fills the certification in and asks for the test transfer.
func (n newcomer) asksForTransfer() document {
	n.t.Helper()
	var d document
	n.send("PUT", "/certification", map[string]any{"rev": 0, "bank_number": "6217000012345678901", "form": map[string]any{
		"tax_kind": "general", "tax_number": n.number, "tax_address": "福建省福州市鼓楼区软件大道 89 号福州软件园 F 区 5 号楼 19 层", "tax_phone": "0591-50000001",
		"finance_name": "钱会计", "finance_phone": "13900000000", "finance_email": "finance@example.com",
		"bank_holder": n.name, "bank_name": "云上银行", "bank_branch": "福州软件园科技支行", "related_people": "no", "related_firms": "no"}}).into(n.t, &d)
	n.post("/certification/test-transfer", map[string]any{"rev": d.Rev}, &d)
	return d
}

// week is Monday to Friday, nine to six.
func week() map[string]any {
	return map[string]any{"days": []int{1, 2, 3, 4, 5}, "from": "09:00", "to": "18:00"}
}

// agreement is the version of an agreement that is in force.
func (m *market) agreement(code string) string {
	m.t.Helper()
	var a struct{ Version string }
	m.as(seller).get("/agreements/"+code, &a)
	return a.Version
}

// waits is what waits of an account in a queue of the operators.
func (m *market) waits(queue, accountID string) document {
	m.t.Helper()
	var list struct{ Items []document }
	m.as(operator).get(queue, &list)
	for _, d := range list.Items {
		if d.Account == accountID {
			return d
		}
	}
	m.t.Fatalf("nothing of %s in %s", accountID, queue)
	return document{}
}

// checklist is everything on the checklist of a page of the operators.
func (m *market) checklist(path string) []string {
	m.t.Helper()
	var all []string
	m.visit(operator).get(path).doc.Find(`[name="checklist"]`).Each(func(_ int, s *goquery.Selection) { all = append(all, s.AttrOr("value", "")) })
	if len(all) == 0 {
		m.t.Fatalf("no checklist at %s", path)
	}
	return all
}

// creditCode is the n-th unified social credit code: GB 32100-2015, the last sign checks the others.
func creditCode(n int) string {
	const signs = "0123456789ABCDEFGHJKLMNPQRTUWXY"
	code, sum, weight := fmt.Sprintf("91350100M%08d", n), 0, 1
	for _, c := range code {
		sum += strings.IndexRune(signs, c) * weight
		weight = weight * 3 % 31
	}
	return code + string(signs[(31-sum%31)%31])
}
