package e2e_test

import (
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/demo"
	"github.com/souk-market/souk/internal/demo/content"
	"github.com/souk-market/souk/internal/kernel/i18n"
)

// business-rules 1, 4.4, 4.8, 6.1: a seller publishes a product of each delivery type by the form of that type, an operator approves
// it, and a buyer finds it by a Chinese word, by the beginning of its pinyin and by the delivery type. The story of the README
// does the same for a SaaS, and its spec editor; here the specs come by the API.
func TestAProductOfEachTypeIsPublishedByItsFormAndFound(t *testing.T) {
	t.Parallel()
	h := start(t, settings{})
	b := openBrowser(t, h)
	sample, err := content.Load()
	if err != nil {
		t.Fatal(err)
	}
	s, w := b.as("whetlight"), b.as(buyer) // the seller whose compliance letter is approved: else it sells no data
	as := &caller{t, h.URL, h.person("whetlight").Token}
	desk := &caller{t, h.URL, h.person(operator).Token}
	dir := t.TempDir()
	for _, p := range sample.Showcase {
		p.Name = i18n.Text{ZH: "青梧" + p.Name.ZH, EN: "Greenleaf " + strings.ReplaceAll(p.Name.EN, "Reedbridge ", "")}
		c, err := demo.Form(p, "")
		if err != nil {
			t.Fatal(err)
		}
		id := s.writeProduct(p, c, dir)
		var draft struct {
			ID      string
			Rev     int64
			Content map[string]any
		}
		as.get("/applications/"+id, &draft)
		draft.Content["specs"] = sendable(t, c.Specs)
		as.put("/applications/"+id, map[string]any{"rev": draft.Rev, "content": writable(draft.Content)})
		s.open("/seller/applications/" + id)
		if c.Delivery == catalog.DeliveryAPI {
			s.fillIn(map[string]string{"api_group_0": "greenleaf-addresses"})
		}
		s.click(`button[name="do"][value="submit"]:not(.sr-only)`)
		s.until("the application of "+p.Key+" to be submitted", `!document.querySelector('button[name="do"][value="submit"]')`)
		as.get("/applications/"+id, &draft)
		desk.post("/applications/"+id+"/approve", map[string]any{"rev": draft.Rev}, nil)
		for what, at := range map[string]string{"word": "/search?q=" + url.QueryEscape(p.Name.ZH), "pinyin": "/search?q=qingwu", "delivery type": "/search?delivery=" + string(c.Delivery)} {
			w.open(at)
			if !eval[bool](w, `[...document.querySelectorAll('main a[href^="/products/"]')].some(a => a.textContent.includes("`+p.Name.ZH+`"))`) {
				t.Errorf("%s is not found by its %s", p.Key, what)
			}
		}
	}
	for _, x := range []*tab{s, w} {
		x.clean(t, "ten types")
	}
}

// writeProduct chooses a type, fills its form in, files included, and saves it. It returns the application.
func (w *tab) writeProduct(p content.Product, c catalog.Content, dir string) string {
	w.t.Helper()
	w.open("/seller/applications/new?lang=zh")
	w.click(`main a[href="/seller/applications/new?delivery=` + string(c.Delivery) + `"]`)
	w.until("the form of "+p.Key, `document.querySelector('input[name="delivery"][value="`+string(c.Delivery)+`"]')`)
	texts := map[string]string{"name_zh": c.Name.ZH, "name_en": c.Name.EN, "overview_zh": c.Overview.ZH, "overview_en": c.Overview.EN, "category": c.Category,
		"introduction_zh": c.Introduction.ZH, "introduction_en": c.Introduction.EN, "terms_zh": c.Terms.ZH, "terms_en": c.Terms.EN, "support_hours_zh": c.Support.Hours.ZH,
		"support_content_zh": c.Support.Content.ZH, "support_phone": c.Support.Phone, "support_email": c.Support.Email}
	for i, x := range c.Highlights {
		texts[fmt.Sprintf("highlights_%d_zh", i)] = x.ZH
	}
	files := map[string][]byte{"logo": p.Logo, "guide": p.Guide.Data, "images_0": p.Pictures[0]}
	names := map[string]string{"logo": "logo.png", "guide": "guide.docx", "images_0": "main.jpg"}
	chosen := map[string][]string{}
	for _, f := range c.Fields() {
		if !c.Asked(f) {
			continue
		}
		switch x := f.In(&c).(type) {
		case *string:
			if f.Kind == catalog.FieldChoice && *x != "" {
				chosen[f.Name] = []string{*x}
			} else if *x != "" {
				texts[f.Name] = *x
			}
		case *[]string:
			chosen[f.Name] = *x
		case *int64:
			if *x != 0 {
				texts[f.Name] = fmt.Sprint(*x)
			}
		case *i18n.Text:
			if !x.Empty() {
				texts[f.Name+"_zh"] = x.ZH
			}
		case *catalog.File:
			if f.Required {
				name, data, err := demo.Specimen(f.Purpose, p)
				if err != nil {
					w.t.Fatal(err)
				}
				files[f.Name], names[f.Name] = data, f.Name+filepath.Ext(name)
			}
		}
	}
	w.choose(chosen)
	w.fillIn(texts)
	if c.Supervised() {
		w.fillStandard(c)
	}
	for field, data := range files {
		file := filepath.Join(dir, p.Key+"-"+names[field])
		if err := os.WriteFile(file, data, 0o600); err != nil {
			w.t.Fatal(err)
		}
		w.run(chromedp.SetUploadFiles(`input[type="file"][name="`+field+`"]`, []string{file}))
	}
	w.click(`button[name="do"][value="save"]:not(.sr-only)`)
	w.until("the draft of "+p.Key, `/app_/.test(location.pathname)`)
	at, err := url.Parse(w.where())
	if err != nil {
		w.t.Fatal(err)
	}
	return strings.TrimPrefix(at.Path, "/seller/applications/")
}

func (w *tab) fillStandard(c catalog.Content) {
	w.t.Helper()
	texts := map[string]string{}
	for i, s := range c.Standard {
		texts[fmt.Sprintf("standard_%d_item_zh", i)], texts[fmt.Sprintf("standard_%d_accept_zh", i)] = s.Item.ZH, s.Accept.ZH
	}
	w.fillIn(texts)
}

// choose sets radio buttons, boxes and lists by their names.
func (w *tab) choose(chosen map[string][]string) {
	w.t.Helper()
	raw, err := json.Marshal(chosen)
	if err != nil {
		w.t.Fatal(err)
	}
	missing := eval[[]string](w, `((chosen) => Object.entries(chosen).filter(([name, values]) => {
		const fields = [...document.querySelectorAll('[name="' + name + '"]')];
		for (const field of fields) {
			if (field.type === "radio" || field.type === "checkbox") field.checked = (values || []).includes(field.value);
			else if (values) field.value = values[0];
		}
		return fields.length === 0;
	}).map(([name]) => name))(`+string(raw)+`)`)
	if len(missing) > 0 {
		w.t.Fatalf("the form has no choices %v", missing)
	}
}

// put replaces a thing.
func (c *caller) put(path string, in any) {
	c.t.Helper()
	if r := c.send("PUT", path, in); !r.ok() {
		c.t.Fatalf("PUT %s: %s", path, r)
	}
}

// writable is a content that was read, without what is not read when it is sent.
func writable(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for _, name := range []string{"logo_url", "url", "name_url", "supervised", "tax_rate"} {
			delete(v, name)
		}
		for k := range v {
			v[k] = writable(v[k])
		}
	case []any:
		for i := range v {
			v[i] = writable(v[i])
		}
	}
	return v
}
