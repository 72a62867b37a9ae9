package e2e_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/souk-market/souk/e2e/misseller"
)

// hostile is what somebody writes who wants to run something in the browsers of others.
const hostile = `<img src=x onerror="document.title='owned'"><script>document.title='owned'</script> {{.}} javascript:alert(1)`

// owned is a product with a service of it that the buyer owns.
func (m *market) owned(name string) (product, service string) {
	m.t.Helper()
	b := m.as(buyer)
	product = m.publish(name, m.server.Address(misseller.Behaviour{}), nil)
	o := b.pay(b.place(product, name).ID)
	await(m.t, "the service to open", time.Minute, func() bool { return b.order(o.ID).State == completed })
	return product, b.order(o.ID).Line.InstanceID
}

// scores is the body of a rating.
func scores(n int, text string) map[string]any {
	return map[string]any{"scores": map[string]int{"quality": n, "service": n, "delivery": n}, "text": text}
}

// business-rules 10: a bad rating is hidden, the seller negotiates, the buyer amends, everybody reads it, and what people
// write is text.
func TestABadRatingIsNegotiatedAmendedAndShown(t *testing.T) {
	t.Parallel()
	m := open(t, settings{})
	b := openBrowser(t, m.house)
	product, service := m.owned("opinions")
	w, s, v := b.as(buyer), b.as(seller), b.as("")
	rate := "/buyer/services/" + service + "/rate"
	w.open(rate + "?lang=zh")
	w.fill(rate, "quality", "1", "service", "2", "delivery", "2", "tags", "unstable", "text", hostile)
	w.upload(rate, scan(t), "picture1")
	eval[bool](w, `window.before = true`)
	w.click(fmt.Sprintf(`form[action="%s"] .form-foot button`, rate))
	w.until("the rating", `!window.before && location.pathname.startsWith("/buyer/ratings/") && document.querySelector("article img")`)
	id := strings.TrimPrefix(eval[string](w, `location.pathname`), "/buyer/ratings/")
	v.open("/products/" + product)
	if eval[bool](v, `document.querySelector("#ratings").innerText.includes("onerror")`) {
		t.Error("a bad rating is shown at once")
	}

	s.open("/seller?lang=zh")
	s.click(`a[href="/seller/ratings?state=pending_negotiation"]`)
	s.until("the negotiation", `document.querySelector('a[href="/seller/ratings/`+id+`"]')`)
	s.click(`a[href="/seller/ratings/` + id + `"]`)
	talk := "/seller/ratings/" + id + "/negotiate"
	s.until("the form", `document.querySelector('form[action="`+talk+`"]')`)
	s.fill(talk, "text", "非常抱歉，我们已修复该问题。")
	s.press(talk, "", "/seller/ratings/"+id)

	amend := "/buyer/ratings/" + id + "/amend"
	w.open("/buyer/ratings/" + id)
	w.until("what the seller says", `document.querySelector("#talk").innerText.includes("已修复")`)
	w.open(amend)
	w.fill(amend, "quality", "4", "service", "5", "delivery", "4")
	w.press(amend, "", "/buyer/ratings/"+id)

	s.open("/seller/ratings/" + id)
	reply := "/seller/ratings/" + id + "/reply"
	s.fill(reply, "text", "感谢您的理解 <b>与支持</b>。")
	s.press(reply, "", "/seller/ratings/"+id)

	v.open("/products/" + product + "?lang=zh")
	v.until("the rating", `(document.querySelector("#ratings article img")?.scrollIntoView(), document.querySelector("#ratings article img")?.naturalWidth > 0)`)
	text := eval[string](v, `document.querySelector("#ratings").innerText`)
	for _, want := range []string{"4.3", hostile, "<b>与支持</b>", "运行不稳定"} {
		if !strings.Contains(text, want) {
			t.Errorf("the page lacks %q: %s", want, text)
		}
	}
	if title := eval[string](v, `document.title`); strings.Contains(title, "owned") {
		t.Error("what a buyer wrote ran in the browser")
	}
	v.click(`#ratings a[href$="/ratings"]`)
	v.until("all ratings", `location.pathname.endsWith("/ratings") && document.querySelector("#list article")`)
	v.click(`#list a[href*="stars=1"]`)
	v.until("none with one star", `location.search.includes("stars=1") && document.querySelector("#list") && !document.querySelector("#list article")`)
	for who, x := range map[string]*tab{"buyer": w, "seller": s, "visitor": v} {
		x.clean(t, who)
	}
}

// business-rules 10 and 6.2: ask and answer, report and decide, keep and compare.
func TestQuestionsReportsAndFavouritesInTheBrowser(t *testing.T) {
	t.Parallel()
	m := open(t, settings{})
	b := openBrowser(t, m.house)
	product := m.publish("questions", m.server.Address(misseller.Behaviour{}), nil)
	other := m.publish("another", m.server.Address(misseller.Behaviour{}), nil)
	at := "/products/" + product
	w, s, o := b.as(buyer), b.as(seller), b.as(operator)

	w.open(at + "/questions?lang=zh")
	w.fill(at+"/questions", "text", "支持离线部署吗？"+hostile)
	w.press(at+"/questions", "", at+"/questions")
	var asked struct {
		Items []struct{ ID string }
	}
	m.as(seller).get("/questions?state=waiting", &asked)
	answer := "/seller/questions/" + asked.Items[0].ID
	s.open(answer + "?lang=zh")
	if r := m.as(seller).send("POST", "/questions/"+asked.Items[0].ID+"/answer", map[string]any{"text": "支持，可加微信详谈"}); r.status != 422 || !strings.Contains(string(r.body), "加微信") {
		t.Errorf("a sensitive word: %s", r)
	}
	s.fill(answer+"/answer", "text", "支持，请查看使用指南。")
	s.press(answer+"/answer", "", "/seller/questions")

	w.open(at)
	w.until("the answer", `document.querySelector("#questions").innerText.includes("请查看使用指南")`)
	w.click(`#questions a[href^="/report?"]`)
	w.until("the form of a report", `document.querySelector('form[action="/report"]')`)
	w.fill("/report", "reason", "advertising", "text", "回答是广告内容。")
	w.press("/report", "", at+"/questions")

	o.open("/operator/reports?state=open&lang=zh")
	o.click(`tbody a[href^="/operator/reports/"]`)
	o.until("the report", `document.querySelector('form#decide')`)
	report := eval[string](o, `location.pathname`)
	o.fill(report, "outcome", "acted", "note", "属于广告，已隐藏。")
	o.press(report, "", "/operator/reports")
	w.open(at + "/questions")
	if eval[bool](w, `document.querySelector("main").innerText.includes("请查看使用指南")`) {
		t.Error("the question is still shown")
	}
	w.open("/messages")
	w.until("the result", `document.querySelector("main").innerText.includes("举报处理结果")`)

	for _, id := range []string{product, other} {
		w.open("/products/" + id)
		w.pressPost("/products/"+id+"/favourite", `document.querySelector(".store-main").innerText.includes("取消收藏")`)
	}
	w.open("/buyer/favourites")
	eval[bool](w, `document.querySelectorAll('input[name="id"]').forEach(x => x.click()), true`)
	w.click(`button[form="compare"]`)
	w.until("two side by side", `location.pathname === "/compare" && document.querySelectorAll("thead th").length === 3`)
	w.open("/buyer/favourites")
	w.pressPost("/buyer/favourites/"+other+"/remove", `document.querySelectorAll("#favourites tbody tr").length === 1`)

	v := b.as("") // what a visitor saw stays in the browser
	v.open(at)
	v.open("/recent")
	v.until("the product", `document.querySelector('main a[href="`+at+`"]')`)
	for who, x := range map[string]*tab{"buyer": w, "seller": s, "operator": o, "visitor": v} {
		x.clean(t, who)
	}
}

// pressPost presses the only button of a form and waits until the page says what it should.
func (w *tab) pressPost(action, until string) {
	w.t.Helper()
	eval[bool](w, `window.before = true`)
	w.click(fmt.Sprintf(`form[action="%s"] button`, action))
	w.until(action, `!window.before && `+until)
}

// opinionPages makes one of everything that people say and lists the pages by who sees them.
func (m *market) opinionPages() map[string][]string {
	b, s := m.as(buyer), m.as(seller)
	product, service := m.owned("opinion pages")
	_, unrated := m.owned("not rated")
	_, second := m.owned("bad")
	var good, bad, question, open, report document
	b.post("/instances/"+service+"/rating", map[string]any{"scores": map[string]int{"quality": 5, "service": 4, "delivery": 5}, "tags": []string{"stable", "good_value"},
		"text": "开通很快，界面清晰。", "pictures": []string{b.upload("rating", "screen.png", picture(m.t, 640, 360))}}, &good)
	b.post("/instances/"+second+"/rating", scores(1, "运行不稳定，经常掉线。"), &bad)
	s.post("/ratings/"+bad.ID+"/messages", map[string]any{"text": "抱歉，我们正在处理。"}, nil)
	s.post("/ratings/"+good.ID+"/reply", map[string]any{"text": "感谢支持！"}, nil)
	b.post("/products/"+product+"/questions", map[string]any{"text": "是否支持单点登录？"}, &question)
	s.post("/questions/"+question.ID+"/answer", map[string]any{"text": "支持 OIDC 单点登录。"}, nil)
	b.post("/products/"+product+"/questions", map[string]any{"text": "可以私有化部署吗？"}, &open)
	b.post("/reports", map[string]any{"kind": "rating", "subject_id": good.ID, "reason": "fake_rating", "text": "疑似虚假评价。"}, &report)
	b.send("PUT", "/favourites/"+product, nil)
	at := "/products/" + product
	return map[string][]string{
		"visitor": {at, at + "/ratings", at + "/ratings?stars=5", at + "/ratings?stars=1", at + "/questions", "/recent", "/compare", "/compare?id=" + product},
		buyer: {"/buyer/services/" + unrated + "/rate", "/buyer/ratings", "/buyer/ratings/" + good.ID, "/buyer/ratings/" + bad.ID, "/buyer/ratings/" + bad.ID + "/amend",
			"/buyer/favourites", "/buyer/questions", at + "/questions", "/recent", "/report?" + url.Values{"kind": {"product"}, "id": {product}, "back": {at}}.Encode()},
		seller: {"/seller/ratings", "/seller/ratings/" + good.ID, "/seller/ratings/" + bad.ID, "/seller/questions", "/seller/questions/" + open.ID, "/seller/questions/" + question.ID},
		operator: {"/operator/reports", "/operator/reports/" + report.ID, "/operator/ratings", "/operator/ratings/" + good.ID, "/operator/ratings/" + bad.ID,
			"/operator/questions", "/operator/questions/" + question.ID},
	}
}

// opinionForms are those by which people say something.
func opinionForms(m *market) []formCase {
	n := 0
	fresh := func() (product, service string) { n++; return m.owned(fmt.Sprint("form ", n)) }
	product, service := fresh()
	rate := func(_ *market, again bool) string {
		if again {
			_, service = fresh()
		}
		return "/buyer/services/" + service + "/rate"
	}
	ask := func() (x document) {
		m.as(buyer).post("/products/"+product+"/questions", map[string]any{"text": "可以试用吗？"}, &x)
		return x
	}
	asked := ask()
	var rated document
	_, second := fresh()
	m.as(buyer).post("/instances/"+second+"/rating", scores(5, "不错"), &rated)
	return []formCase{
		{name: "rating", who: buyer, page: rate, action: "/rate", fill: url.Values{"quality": {"5"}, "service": {"5"}, "delivery": {"5"}, "text": {"不错"}}},
		{name: "report", who: buyer, page: at("/report?kind=product&id=" + product), action: "/report", fill: url.Values{"reason": {"other"}, "text": {"不对"}}},
		{name: "answer", who: seller, action: "/answer", fill: url.Values{"text": {"可以"}}, page: func(_ *market, again bool) string {
			if again {
				asked = ask()
			}
			return "/seller/questions/" + asked.ID
		}},
		{name: "hiding", who: operator, action: "/hide", fill: url.Values{"reason": {"x"}}, page: func(_ *market, again bool) string {
			if again {
				m.as(operator).post("/ratings/"+rated.ID+"/show", nil, nil)
			}
			return "/operator/ratings/" + rated.ID
		}},
	}
}
