package e2e_test

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/demo"
	"github.com/souk-market/souk/internal/demo/content"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/period"
	"github.com/souk-market/souk/internal/web/specform"
)

// business-rules 1, 4.4, 4.8, 6.1: a seller publishes a product of each delivery type by the form of that type, an operator approves
// it, and a buyer finds it by a Chinese word, by the beginning of its pinyin and by the delivery type; the story of the README
// does the same for a SaaS. Then all ten go through files: exported, renamed, applied, approved and found.
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
	desk.allowHardware("Whetlight")
	dir := t.TempDir()
	for _, p := range sample.Showcase {
		p.Name = i18n.Text{ZH: "青梧" + p.Name.ZH, EN: "Greenleaf " + strings.ReplaceAll(p.Name.EN, "Reedbridge ", "")}
		p.Copyright = demo.Certificate("Greenleaf " + p.Key)
		c, err := demo.Form(p, "")
		if err != nil {
			t.Fatal(err)
		}
		id := s.writeProduct(p, c, dir)
		for _, x := range c.Specs {
			s.writeSpec(x)
		}
		if c.Delivery == catalog.DeliveryAPI {
			s.fillIn(map[string]string{"api_group_0": "greenleaf-addresses"})
		}
		s.click(`button[name="do"][value="submit"]:not(.sr-only)`)
		s.until("the application of "+p.Key+" to be submitted", `!document.querySelector('button[name="do"][value="submit"]')`)
		approve(as, desk, id)
		for what, at := range map[string]string{"word": "/search?q=" + url.QueryEscape(p.Name.ZH), "pinyin": "/search?q=qingwu", "delivery type": "/search?delivery=" + string(c.Delivery)} {
			w.open(at)
			if !eval[bool](w, `[...document.querySelectorAll('main a[href^="/products/"]')].some(a => a.textContent.includes("`+p.Name.ZH+`"))`) {
				t.Errorf("%s is not found by its %s", p.Key, what)
			}
		}
	}
	h.publishFiles(as, desk)
	for _, x := range []*tab{s, w} {
		x.clean(t, "ten types")
	}
}

// allowHardware puts a seller on the list of those who may publish hardware (business-rules 4.6).
func (c *caller) allowHardware(name string) {
	c.t.Helper()
	var found struct{ Items []struct{ ID string } }
	c.get("/sellers?q="+name, &found)
	if len(found.Items) != 1 {
		c.t.Fatalf("%d sellers of the name %s", len(found.Items), name)
	}
	at := "/sellers/" + found.Items[0].ID
	var record struct{ Standing struct{ Rev int64 } }
	c.get(at+"/record", &record)
	if r := c.send(http.MethodPut, at+"/hardware", map[string]any{"rev": record.Standing.Rev, "allowed": true, "reason": "delivers and repairs"}); !r.ok() {
		c.t.Fatalf("hardware: %s", r)
	}
}

// approve lets an application pass.
func approve(as, desk *caller, id string) {
	as.t.Helper()
	var a struct{ Rev int64 }
	as.get("/applications/"+id, &a)
	desk.post("/applications/"+id+"/approve", map[string]any{"rev": a.Rev}, nil)
}

// publishFiles exports what the seller has on sale, and publishes one product of each type again from the files, under new names.
func (h *house) publishFiles(as, desk *caller) {
	h.t.Helper()
	dir := filepath.Join(h.t.TempDir(), "products")
	souk := func(line ...string) string {
		h.t.Helper()
		cmd := exec.CommandContext(h.t.Context(), h.program, append([]string{"catalog"}, line...)...)
		cmd.Env = append(os.Environ(), "SOUK_URL="+h.URL, "SOUK_TOKEN="+as.token)
		out, err := cmd.CombinedOutput()
		if err != nil {
			h.t.Fatalf("%v: %v\n%s", line, err, out)
		}
		return string(out)
	}
	souk("export", dir)
	renamed := h.rename(dir) // by delivery type
	if n := len(catalog.Types()); len(renamed) != n {
		h.t.Fatalf("files for %v, want %d types", renamed, n)
	}
	h.freshCertificates(dir)
	if said := souk("apply", dir, "--yes"); !strings.Contains(said, "10 new") {
		h.t.Errorf("applied: %s", said)
	}
	var queue struct{ Items []struct{ ID string } }
	desk.get("/review/applications?limit=50", &queue)
	for _, a := range queue.Items {
		approve(as, desk, a.ID)
	}
	for delivery, name := range renamed {
		for what, query := range map[string]string{"word": "q=" + url.QueryEscape(name), "pinyin": "q=hongshan", "delivery type": "q=hongshan&delivery=" + delivery} {
			var found struct{ Items []struct{ Name i18n.Text } }
			as.get("/products?limit=50&"+query, &found)
			if !slices.ContainsFunc(found.Items, func(x struct{ Name i18n.Text }) bool { return x.Name.ZH == name }) {
				h.t.Errorf("%s is not found by its %s: %+v", name, what, found.Items)
			}
		}
	}
	if said := souk("apply", dir, "--yes"); !strings.Contains(said, "10 unchanged") {
		h.t.Errorf("applied again: %s", said)
	}
}

// rename makes files of other products of those that the browser has published and of one SaaS, and removes the rest. It returns
// the names by delivery type.
func (h *house) rename(dir string) map[string]string {
	h.t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*.yaml"))
	if err != nil {
		h.t.Fatal(err)
	}
	ids := regexp.MustCompile(`(?m)^product: .*\n|^( *- )id: spc_.*\n +`)
	names := strings.NewReplacer("青梧", "红杉", "Greenleaf", "Redwood", "zh: 砺灯报表\n", "zh: 红杉报表\n", "en: Whetlight Boards\n", "en: Redwood Boards\n", "greenleaf-addresses", "redwood-addresses")
	wanted := regexp.MustCompile(`(?s)zh: (红杉[^\n]*).*\n  delivery: ([^\n]*)`)
	renamed := map[string]string{}
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			h.t.Fatal(err)
		}
		text := names.Replace(ids.ReplaceAllString(string(raw), "$1"))
		if m := wanted.FindStringSubmatch(text); m == nil {
			err = os.Remove(file)
		} else {
			renamed[m[2]] = m[1]
			err = os.WriteFile(file, []byte(text), 0o600)
		}
		if err != nil {
			h.t.Fatal(err)
		}
	}
	return renamed
}

// freshCertificates makes the papers of an export those of other products: one certificate is for one product.
func (h *house) freshCertificates(dir string) {
	h.t.Helper()
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		word := filepath.Ext(path) == ".docx" && strings.Contains(path, "著作权")
		if err != nil || filepath.Ext(path) != ".pdf" && !word {
			return err
		}
		raw, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if word {
			raw, err = commented(raw, "Redwood")
		} else {
			raw = append(raw, "% Redwood\n"...)
		}
		if err != nil {
			return err
		}
		return os.WriteFile(path, raw, 0o600)
	})
	if err != nil {
		h.t.Fatal(err)
	}
}

// commented is a zip archive with the same parts and a comment.
func commented(raw []byte, comment string) ([]byte, error) {
	from, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	to := zip.NewWriter(&out)
	for _, f := range from.File {
		if err := to.Copy(f); err != nil {
			return nil, err
		}
	}
	err = errors.Join(to.SetComment(comment), to.Close())
	return out.Bytes(), err
}

// writeSpec adds a spec of one price list to the product whose form is open.
func (w *tab) writeSpec(x catalog.Spec) {
	w.t.Helper()
	w.click(`button[name="do"][value="spec.new"]`)
	w.until("the page of the spec", `document.querySelector('[name="plan.charge"]')`)
	texts := map[string]string{"name_zh": x.Name.ZH, "name_en": x.Name.EN}
	for unit, each := range x.Plan.SKUs[0].Prices {
		texts[specform.SimpleName(unit)] = each.String()
	}
	if p := x.Plan.Package; p != nil {
		texts[specform.QuotaName(0, "quantity")] = p.Contents[0].Quantity.String()
	}
	if x.Stock != nil {
		texts["stock"] = strconv.FormatInt(*x.Stock, 10)
	}
	chosen := map[string][]string{"plan.charge": {string(x.Plan.Charge)}}
	for _, unit := range []period.Unit{period.Month, period.Year} {
		chosen[specform.TermName(unit, "")] = nil
		for _, term := range x.Plan.Terms {
			if term.Unit == unit {
				chosen[specform.TermName(unit, "")], texts[specform.TermName(unit, "max")] = []string{"1"}, strconv.Itoa(term.Max)
			}
		}
	}
	w.choose(chosen)
	w.fillIn(texts)
	w.click(`button[name="do"][value="done"]`)
	w.until("the form of the product", `document.querySelector('input[name="delivery"]')`)
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
