package e2e_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/souk-market/souk/e2e/misseller"
	"github.com/souk-market/souk/internal/demo/content"
	"github.com/souk-market/souk/internal/kernel/i18n"
)

// injections are ways to run something, to reach another host, or to break a page, that are known of texts shown in HTML. Whatever
// runs sets the title, says so, or asks evil.example for something; each of these fails the test.
var injections = []string{
	`<script>document.title='owned'</script>`,
	`"><script src=//evil.example/x.js></script>`,
	`</textarea><script>alert(1)</script>`,
	`</title><script>alert(1)</script>`,
	`</script><script>alert(1)</script>`,
	`<ScRiPt>alert(1)</sCrIpT>`,
	`<scr<script>ipt>alert(1)</script>`,
	`<img src=x onerror=alert(1)>`,
	`<img/src="x"/onerror="alert(1)">`,
	`" onmouseover="alert(1)" autofocus onfocus="alert(1)`,
	`' onfocus='alert(1)' autofocus='`,
	"` onerror=alert(1) `",
	`<body onload=alert(1)>`,
	`<details open ontoggle=alert(1)>`,
	`<video><source onerror=alert(1)></video>`,
	`<input autofocus onfocus=alert(1)>`,
	`<svg onload=alert(1)>`,
	`<svg><script>alert(1)</script></svg>`,
	`<svg><animate onbegin=alert(1) attributeName=x></svg>`,
	`<svg><use href="//evil.example/x.svg#a"/></svg>`,
	`<math><mtext><script>alert(1)</script></mtext></math>`,
	`<math href="javascript:alert(1)">x</math>`,
	`<a href="javascript:alert(1)">x</a>`,
	`<a href="java&#x09;script:alert(1)">x</a>`,
	`<a href="data:text/html,<script>alert(1)</script>">x</a>`,
	`<iframe src="javascript:alert(1)"></iframe>`,
	`<iframe srcdoc="<script>alert(1)</script>"></iframe>`,
	`<object data="//evil.example/x.swf"></object>`,
	`<embed src="//evil.example/x">`,
	`<link rel=stylesheet href=//evil.example/x.css>`,
	`<base href="//evil.example/">`,
	`<meta http-equiv=refresh content="0;url=//evil.example/">`,
	`<form action="//evil.example/"><button>x</button></form>`,
	`<p style="background:url(//evil.example/x)">x</p>`,
	`<p style="width:expression(alert(1))">x</p>`,
	`<style>@import "//evil.example/x.css";*{display:none}</style>`,
	`<noscript><p title="</noscript><img src=x onerror=alert(1)>">`,
	`<svg></p><style><a id="</style><img src=x onerror=alert(1)>">`,
	`<template><img src=x onerror=alert(1)></template>`,
	`<!--><img src=x onerror=alert(1)>-->`,
	`<![CDATA[><img src=x onerror=alert(1)>]]>`,
	`{{.}} {{7*7}} ${7*7} #{7*7} <%= 7*7 %>`,
	`&lt;img src=x onerror=alert(1)&gt;`,
	`\u003cimg src=x onerror=alert(1)\u003e`,
	"\u202egpj.exe\u202c \u2066\u2069",
	"\u200b\u200c\u200d\ufeff零宽",
	"👩‍👩‍👧‍👦🏳️‍🌈👍🏿",
	"مرحبا بالعالم עולם",
	strings.Repeat("W", 49),
	strings.Repeat("长", 49),
	`hx-get="//evil.example/" hx-trigger="load"`,
	`<div hx-get="//evil.example/" hx-trigger="load"></div>`,
	`%3Cscript%3Ealert(1)%3C/script%3E`,
	`javascript:alert(1)`,
	`'; DROP TABLE order_orders; --`,
}

// rota deals out the injections one after the other, so that every field gets some and every one gets a field.
type rota struct{ next int }

// of is the next injection of at most so many characters.
func (r *rota) of(most int) string {
	for {
		s := injections[r.next%len(injections)]
		if r.next++; utf8.RuneCountInString(s) <= most {
			return s
		}
	}
}

func (r *rota) both(most int) i18n.Text { return i18n.Text{ZH: r.of(most), EN: r.of(most)} }

// Hostile texts in everything that a seller and a buyer write: no page runs them, asks another host, says an error, or gets wider
// than a phone; and what is text stays the text that was written.
func TestNoTextRunsOnAnyPageThatShowsIt(t *testing.T) {
	t.Parallel()
	m := open(t, settings{})
	var deal rota
	part := func(from, to int) string { return strings.Join(injections[from:to], "\n") }
	page := "<h2>" + strings.Repeat("会议结束即有纪要。", 50) + "</h2>" + strings.Join(injections, "<p>")
	var highlight string
	product := m.publish("hostile", m.server.Address(misseller.Behaviour{}), func(p *content.Product) {
		p.Overview = i18n.Text{ZH: "概述：" + deal.of(50) + deal.of(40), EN: "Overview: " + deal.of(50) + deal.of(40)}
		p.Introduction, p.ServiceTerms = i18n.Text{ZH: page, EN: page}, i18n.Text{ZH: page, EN: page}
		for i := range p.Highlights {
			p.Highlights[i] = deal.both(50)
		}
		highlight = p.Highlights[0].ZH
		p.Name = i18n.Text{ZH: `<svg onload=alert(1)>"'`, EN: `</title><script>alert(1)</script>`}
		p.Spec.Name = deal.both(40)
		p.More = []content.PlanSpec{deal.hostileChoices()}
		p.Support.Content, p.Support.Hours = i18n.Text{ZH: deal.of(200), EN: deal.of(200)}, deal.both(40)
		p.Extensions = []content.Extension{{Code: "site", Label: deal.both(30), Help: deal.both(60), MaxLength: 40}}
		extras := map[string]any{}
		if len(p.Extras) > 0 {
			if err := json.Unmarshal(p.Extras, &extras); err != nil {
				t.Fatal(err)
			}
		}
		extras["seo"] = map[string]any{"title": deal.both(40), "keywords": deal.both(40), "description": deal.both(60)}
		var err error
		if p.Extras, err = json.Marshal(extras); err != nil {
			t.Fatal(err)
		}
	})
	b, s := m.as(buyer), m.as(seller)
	shop := m.hostileShop(t, &deal, product)
	var modified, rating, question, report document
	s.post("/seller/products/"+product+"/modification", nil, &modified)
	o := b.pay(b.place(product, "hostile").ID)
	await(t, "the service to open", time.Minute, func() bool { return b.order(o.ID).State == completed })
	b.post("/instances/"+b.order(o.ID).Line.InstanceID+"/rating", scores(5, part(0, 12)), &rating)
	s.post("/ratings/"+rating.ID+"/reply", map[string]any{"text": part(12, 24)}, nil)
	b.post("/products/"+product+"/questions", map[string]any{"text": part(24, 34)}, &question)
	s.post("/questions/"+question.ID+"/answer", map[string]any{"text": part(34, 46)}, nil)
	b.post("/reports", map[string]any{"kind": "product", "subject_id": product, "reason": "other", "text": deal.of(200)}, &report)

	var live struct {
		Content struct{ Specs []struct{ ID string } }
	}
	b.get("/products/"+product, &live)
	choosing := "?spec=" + live.Content.Specs[1].ID
	at := "/products/" + product
	w := openBrowser(t, m.house)
	for _, visit := range []struct {
		who   string
		pages []string
	}{
		{"", []string{at, at + choosing, at + "/agreement", at + "/ratings", at + "/questions", "/search?q=" + strings.ReplaceAll(`"><img src=x onerror=alert(1)>`, " ", "%20"), "/recent", "/compare?id=" + product}},
		{buyer, []string{at + "/order" + choosing, "/buyer/orders", "/buyer/orders/" + o.ID, "/buyer/services/" + b.order(o.ID).Line.InstanceID, "/buyer/ratings/" + rating.ID, "/buyer/questions"}},
		{seller, []string{"/seller/products/" + product, "/seller/products/" + product + "/delist", "/seller/applications/" + modified.ID, "/seller/applications/" + modified.ID + "/preview",
			"/seller/applications/" + modified.ID + "/specs/0", "/seller/orders/" + o.ID, "/seller/ratings/" + rating.ID, "/seller/questions/" + question.ID}},
		{operator, []string{"/operator/products/" + product, "/operator/orders/" + o.ID, "/operator/reports/" + report.ID, "/operator/ratings/" + rating.ID, "/operator/questions/" + question.ID}},
	} {
		tab := w.as(visit.who)
		for _, path := range visit.pages {
			for _, lang := range []string{"zh", "en"} {
				unharmed(t, tab, path+mark(path)+"lang="+lang)
			}
		}
		for i, path := range shop[visit.who] { // each in one language, to save time
			unharmed(t, tab, path+mark(path)+"lang="+[]string{"en", "zh"}[i%2])
		}
	}
	v := w.as("")
	v.open(at + "?lang=zh")
	if text := eval[string](v, `document.body.innerText`); !strings.Contains(text, highlight) {
		t.Errorf("the highlight %q is not on the page as it was written", highlight)
	}
	v.open(at + "?lang=en")
	if text := eval[string](v, `document.body.innerText`); !strings.Contains(text, shopName) {
		t.Errorf("the shop's name %q is not on the page as it was written", shopName)
	}
}

// unharmed looks at a page at both widths: nothing ran, left the host or runs over the edge.
func unharmed(t *testing.T, w *tab, path string) {
	t.Helper()
	for _, width := range []int64{1280, 375} {
		w.width(width)
		if width == 1280 {
			if status := w.open(path); status != 200 {
				t.Errorf("%s: %d", path, status)
			}
		}
		is := eval[struct {
			Title, Found string
			Width        int64
		}](w, `(() => { const foreign = [...document.querySelectorAll("main *")].filter(e => [...e.attributes].some(a => /^on/i.test(a.name) || /^\s*(javascript|data):/i.test(a.value) && /^(href|src|action|formaction|data)$/i.test(a.name) && !a.value.startsWith("data:image/")) || e.matches("script:not([src^='/']), iframe, object, embed, base, math"));
			return {title: document.title, found: foreign.slice(0, 3).map(e => e.outerHTML.slice(0, 160)).join(" | "), width: document.documentElement.scrollWidth}; })()`)
		if is.Title == "owned" || is.Found != "" {
			t.Errorf("%s: title %q, in the page: %s", path, is.Title, is.Found)
		}
		if is.Width > width {
			t.Errorf("%s: %d px wide at %d", path, is.Width, width)
		}
	}
	w.clean(t, fmt.Sprint("hostile texts on ", path))
}
