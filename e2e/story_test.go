package e2e_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/souk-market/souk/internal/demo"
	"github.com/souk-market/souk/internal/demo/content"
)

// The story of the README, by hand in a browser: a seller publishes, an operator approves, a buyer finds, orders, pays and
// logs in to what was bought.
func TestThePurchaseInABrowserFromTheSellersFormToTheBuyersLogin(t *testing.T) {
	t.Parallel()
	h := start(t, settings{})
	b := openBrowser(t, h)
	name := "故事商品"

	s := b.signIn(seller)
	s.open("/seller/applications/new?lang=zh&theme=light")
	s.click(`main a[href="/seller/applications/new?delivery=saas"]`)
	s.until("the form of a SaaS product", `document.querySelector('[name="production_url"]')`)
	s.fillProduct(name)
	s.addSpec()
	s.click(`button[name="do"][value="submit"]:not(.sr-only)`)
	s.until("the application to be submitted", `!location.pathname.endsWith("/new") && !document.querySelector('[name="production_url"]')`)

	o := b.signIn(operator)
	o.open("/operator/applications")
	o.click(`tbody a[href^="/operator/applications/"]`)
	o.until("the application", `document.querySelector('[data-dialog="approve"]')`)
	o.click(`[data-dialog="approve"]`)
	o.until("the question", `document.querySelector("dialog#approve").open`)
	o.click(`dialog#approve button:not([type="button"])`)
	o.until("the approval", `!document.querySelector('[data-dialog="approve"]')`)

	w := b.signIn(buyer)
	w.open("/?lang=zh")
	w.run(chromedp.SetValue(`input[name="q"]`, name), chromedp.Submit(`input[name="q"]`))
	w.until("the product in the search", `[...document.querySelectorAll('main a[href^="/products/"]')].some(a => a.textContent.includes("`+name+`"))`)
	w.click(`main a[href^="/products/"]`)
	w.until("the product", `document.querySelector('form[method="get"][action$="/order"] button')`)
	w.click(`form[method="get"][action$="/order"] button`)
	w.until("the order form", `document.querySelector('form[action$="/order"] input[type="checkbox"]')`)
	eval[bool](w, `document.querySelectorAll('form[action$="/order"] input[type="checkbox"]').forEach(x => x.click()), true`)
	w.click(`form[action$="/order"] button:not([name])`)
	w.until("the payment page", `document.querySelector('form[action$="/pay"] button')`)
	w.click(`form[action$="/pay"] button`)
	w.until("the order to be completed", `document.querySelector('main a[href^="/buyer/services/"]')`)
	w.click(`main a[href^="/buyer/services/"]`)
	w.until("how to get in", `document.querySelector("[data-secret-show]")`)
	w.logInAtTheSellers(t)
	w.open("/buyer?lang=zh")

	w.click(`a[hreflang="en"]`)
	w.until("English", `document.documentElement.lang === "en"`)
	before := w.clock(h)
	w.click(`.sandbox-move summary`)
	w.click(`.sandbox-move button[value="1h"]`)
	await(t, "the clock to move by an hour", time.Minute, func() bool { return w.clock(h).Sub(before) >= time.Hour })
	for _, x := range []*tab{s, o, w} {
		x.clean(t, "the story")
	}
}

// signIn signs in by the form.
func (b *browser) signIn(key string) *tab {
	b.t.Helper()
	w := b.as("")
	p := b.h.person(key)
	w.open("/login?lang=zh")
	w.run(chromedp.SetValue(`[name="login"]`, p.Login), chromedp.SetValue(`[name="password"]`, p.Password), chromedp.Submit(`[name="password"]`))
	w.until("to be signed in", `location.pathname !== "/login"`)
	if p.TOTP != "" {
		w.until("the second step", `document.querySelector('[name="code"]')`)
		w.run(chromedp.SetValue(`[name="code"]:not([type="hidden"])`, b.h.code(p)), chromedp.Submit(`[name="code"]:not([type="hidden"])`))
		w.until("to be let in", `location.pathname !== "/login/second"`)
	}
	return w
}

// click clicks what can be seen.
func (w *tab) click(selector string) {
	w.t.Helper()
	w.run(chromedp.Click(selector))
}

// until polls an expression in the page, over navigations.
func (w *tab) until(what, expression string) {
	w.t.Helper()
	deadline := time.Now().Add(patience)
	for !w.holds(expression) {
		if time.Now().After(deadline) {
			shot := filepath.Join(os.TempDir(), "souk-e2e-"+strings.ReplaceAll(what, " ", "-")+".html")
			_ = os.WriteFile(shot, []byte(eval[string](w, "document.documentElement.outerHTML")), 0o600)
			w.t.Fatalf("at %s: waited in vain for %s; the page is in %s", w.where(), what, shot)
		}
		time.Sleep(50 * time.Millisecond)
	}
}

// holds evaluates a condition; while a page is being replaced it does not hold.
func (w *tab) holds(expression string) bool {
	ok, err := chromedp.Run(w.ctx, chromedp.Evaluate[bool]("document.readyState === 'complete' && Boolean("+expression+")"))
	return err == nil && ok
}

// clock is the time of the marketplace.
func (w *tab) clock(h *house) time.Time {
	var got struct{ Now time.Time }
	(&caller{w.t, h.URL, ""}).get("/health", &got)
	return got.Now
}

// fillProduct fills in the form of a new product, files included.
func (w *tab) fillProduct(name string) {
	w.t.Helper()
	sample, err := content.Load()
	if err != nil {
		w.t.Fatal(err)
	}
	p := sample.Products[0]
	fields := map[string]string{"name_zh": name, "name_en": "Story product", "overview_zh": p.Overview.ZH, "overview_en": p.Overview.EN, "category": p.Category,
		"introduction_zh": p.Introduction.ZH, "introduction_en": p.Introduction.EN, "terms_zh": p.ServiceTerms.ZH, "terms_en": p.ServiceTerms.EN,
		"support_hours_zh": p.Support.Hours.ZH, "support_hours_en": p.Support.Hours.EN, "support_content_zh": p.Support.Content.ZH,
		"support_content_en": p.Support.Content.EN, "support_phone": p.Support.Hotline, "support_email": p.Support.Email,
		"production_url": w.h.SellerURL + "/"}
	for i, x := range p.Highlights {
		fields[fmt.Sprintf("highlights_%d_zh", i)], fields[fmt.Sprintf("highlights_%d_en", i)] = x.ZH, x.EN
	}
	w.fillIn(fields)
	dir := w.t.TempDir()
	for field, data := range map[string][]byte{"logo": p.Logo, "guide": p.Guide.Data, "images_0": p.Pictures[0], "copyright": demo.Certificate("the story").Data} {
		file := filepath.Join(dir, map[string]string{"logo": "logo.png", "guide": "guide" + filepath.Ext(p.Guide.Name), "images_0": "main.jpg", "copyright": "copyright.pdf"}[field])
		if err := os.WriteFile(file, data, 0o600); err != nil {
			w.t.Fatal(err)
		}
		w.run(chromedp.SetUploadFiles(`input[type="file"][name="`+field+`"]`, []string{file}))
	}
}

// addSpec saves the form of a product and adds the spec that is bought in the story.
func (w *tab) addSpec() {
	w.t.Helper()
	w.click(`button[name="do"][value="spec.new"]`)
	w.until("the page of the spec", `document.querySelector('[name="simple.month"]')`)
	w.fillIn(map[string]string{"name_zh": "标准版", "name_en": "Standard", "simple.month": "68.00", "plan.terms.month.max": "12", "simple.year": "680.00", "plan.terms.year.max": "3"})
	w.until("the price of a month", `document.getElementById("calculator").textContent.includes("68.00")`)
	w.click(`button[name="do"][value="done"]`)
	w.until("the form of the product", `document.querySelector('[name="production_url"]')`)
}

// fillIn types into fields by their names.
func (w *tab) fillIn(fields map[string]string) {
	w.t.Helper()
	raw, err := json.Marshal(fields)
	if err != nil {
		w.t.Fatal(err)
	}
	missing := eval[[]string](w, `((fields) => Object.entries(fields).filter(([name, value]) => {
		const field = document.querySelector('[name="' + name + '"]');
		if (!field) return true;
		const rich = field.closest(".rich")?.querySelector(".rich-area") || document.querySelector('[data-rich="' + field.id + '"] .rich-area');
		if (rich) { rich.innerHTML = value; rich.dispatchEvent(new Event("input", {bubbles: true})); }
		else { field.value = value; field.dispatchEvent(new Event("input", {bubbles: true})); field.dispatchEvent(new Event("change", {bubbles: true})); }
		return false;
	}).map(([name]) => name))(`+string(raw)+`)`)
	if len(missing) > 0 {
		w.t.Fatalf("the form has no fields %v", missing)
	}
}

// logInAtTheSellers reveals the initial password, opens the address and logs in there.
func (w *tab) logInAtTheSellers(t *testing.T) {
	t.Helper()
	if shown := eval[string](w, `document.querySelector("[data-secret-value]").textContent`); strings.Trim(shown, "•") != "" {
		t.Errorf("the password is shown before anybody asked")
	}
	w.click("[data-secret-show]")
	w.until("the password", `!document.querySelector("[data-secret-value]").textContent.includes("•")`)
	password := eval[string](w, `document.querySelector("[data-secret-value]").textContent.trim()`)
	front := eval[string](w, `[...document.querySelectorAll("main a")].map(a => a.href).find(x => x.startsWith("`+w.h.SellerURL+`"))`)
	user := eval[string](w, `[...document.querySelectorAll("main dt")].find(x => x.textContent.trim() === "账号").nextElementSibling.textContent.trim()`)
	w.open(front)
	w.run(chromedp.SetValue(`[name="user"]`, strings.Fields(user)[0]), chromedp.SetValue(`[name="password"]`, password), chromedp.Submit(`[name="password"]`))
	w.until("the bought workspace", `document.querySelector('form[action$="/notes"]')`)
}
