package e2e_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// applicant is somebody on the way to become a seller, in one language, by one kind of real name and one way of proof.
type applicant struct {
	lang, kind string // of the pages; enterprise or personal
	by, target string // how the one-time code comes
	name       string // proven
	realName   []string
	entry      []string
	bank       string
}

func applicants() []applicant {
	return []applicant{
		{lang: "zh", kind: "enterprise", by: "mail", target: "founder@xinghe.example.com", name: "星河软件（福州）有限公司", bank: "6217000012345678901",
			realName: []string{"document", "uscc", "number", "91350100M000100Y43", "legal_rep", "林夏", "founded", "2019-03-01", "capital", "500"},
			entry: []string{"name_zh", "星河软件", "number", "91350100M000100Y43", "founded", "2019-03-01", "years", "5-10", "staff", "21-50", "team", "12",
				"capital", "500", "proof", "copyright"}},
		{lang: "en", kind: "personal", by: "sms", target: "13800138000", name: "Grace Hopper", bank: "123456789012",
			realName: []string{"document", "passport", "number", "E12345678", "birth", "1990-05-01"},
			entry:    []string{"name_zh", "霍珀工作室", "name_en", "Hopper Studio", "born", "1990-05-01"}},
	}
}

// Issue 3: a person registers, is verified, applies, is reviewed, certifies and is admitted, entirely through pages.
func TestAdmissionFromRegisteringToPublishingThroughPagesInBothLanguages(t *testing.T) {
	t.Parallel()
	h := start(t, settings{})
	b := openBrowser(t, h)
	desk := b.as(operator)
	for _, who := range applicants() {
		t.Run(who.lang, func(t *testing.T) {
			w := b.as("")
			w.t, desk.t = t, t
			way := admission{w, desk, who, scan(t)}
			way.register()
			way.proveName()
			way.apply()
			way.review()
			way.certify()
			w.open("/seller/admission?lang=" + who.lang)
			if n := eval[int](w, `document.querySelectorAll("main .steps-bar .step-done").length`); n != 5 {
				t.Errorf("%d of 5 steps are done", n)
			}
			if status := w.open("/seller/applications/new"); status != 200 {
				t.Errorf("a new product: %d", status)
			}
			w.clean(t, "the applicant")
			desk.clean(t, "the operator")
		})
	}
}

// admission is one way through, of an applicant and the operator at the desk.
type admission struct {
	w, desk *tab
	applicant
	scan string // a picture on the disk
}

// scan is a picture to upload.
func scan(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "scan.png")
	if err := os.WriteFile(path, picture(t, 400, 400), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// fill types into the fields of a form as a person would leave them: with the events that its script listens to. It is
// done in one go, so that a draft saves itself once, after all of it.
func (w *tab) fill(action string, pairs ...string) {
	w.t.Helper()
	list, err := json.Marshal(pairs)
	if err != nil {
		w.t.Fatal(err)
	}
	js := fmt.Sprintf(`(() => { const pairs = %s;
		for (let i = 0; i < pairs.length; i += 2) {
			const [name, value] = [pairs[i], pairs[i + 1]];
			const all = [...document.querySelectorAll('form[action="%s"] [name="' + name + '"]:not([type="hidden"])')];
			const box = all.find(e => (e.type === "radio" || e.type === "checkbox") && e.value === value);
			if (box) { if (!box.checked) box.click(); continue; }
			if (all.length !== 1) return name + ": there are " + all.length + " fields";
			all[0].value = value;
			for (const event of ["input", "change"]) all[0].dispatchEvent(new Event(event, {bubbles: true}));
			if (all[0].value !== value) return name + " does not take " + value;
		}
		return ""; })()`, list, action)
	if trouble := eval[string](w, js); trouble != "" {
		w.t.Fatalf("at %s: %s", w.where(), trouble)
	}
}

// upload chooses a file for each field.
func (w *tab) upload(action, path string, fields ...string) {
	w.t.Helper()
	for _, f := range fields {
		w.run(chromedp.SetUploadFiles(fmt.Sprintf(`form[action="%s"] [name="%s"][type="file"]`, action, f), []string{path}))
	}
}

// press presses a button of the form that posts to action, see pressIn.
func (w *tab) press(action, do, next string) {
	w.t.Helper()
	w.pressIn(fmt.Sprintf(`form[action="%s"]`, action), do, next)
}

// pressIn presses a button of a form: the one that sends do with this value, or with "" the main one. The page after it is
// awaited and must be next.
func (w *tab) pressIn(form, do, next string) {
	w.t.Helper()
	button := form + ` .form-foot button`
	if do != "" {
		button = fmt.Sprintf(`%s button[name="do"][value="%s"]:not(.sr-only)`, form, do)
	}
	eval[bool](w, `window.before = true`)
	w.click(button)
	w.until("the next page", `document.readyState === "complete" && !window.before`)
	if at := eval[string](w, `location.pathname`); at != next {
		w.t.Fatalf("%s %s leads to %s instead of %s:\n%s", form, do, at, next, eval[string](w, `document.querySelector("main").innerText`))
	}
}

func (a admission) register() {
	a.w.t.Helper()
	a.w.open("/register?by=" + a.by + "&lang=" + a.lang)
	a.w.fill("/register", "target", a.target)
	a.w.press("/register", "", "/register/code")
	a.w.fill("/register/code", "code", a.w.h.oneTimeCode(a.target))
	a.w.press("/register/code", "", "/register/account")
	a.w.fill("/register/account", "name", "Applicant "+a.lang, "password", "correct-horse-9", "repeat", "correct-horse-9", "terms", "1")
	a.w.press("/register/account", "", "/register/welcome")
}

func (a admission) proveName() {
	a.w.t.Helper()
	const form = "/account/realname"
	a.w.open(form + "?kind=" + a.kind)
	a.w.upload(form, a.scan, map[string]string{"enterprise": "licence", "personal": "front"}[a.kind])
	a.w.fill(form, append([]string{"name", a.name}, a.realName...)...)
	a.w.until("the real name to save itself", `document.querySelector("#autosave time")`)
	a.w.press(form, "submit", form)
	at := a.find("/operator/verifications")
	a.desk.press(at+"/approve", "", "/operator/verifications")
}

// find opens what waits of the applicant in a queue of the operators, and returns its address.
func (a admission) find(queue string) string {
	a.desk.t.Helper()
	a.desk.open(queue + "?lang=" + a.lang)
	js := fmt.Sprintf(`(() => { const row = [...document.querySelectorAll("main tbody tr")].find(r => r.textContent.includes(%q)); return row ? row.querySelector("a").getAttribute("href") : ""; })()`, a.name)
	at := eval[string](a.desk, js)
	if at == "" {
		a.desk.t.Fatalf("%s is not in %s", a.name, queue)
	}
	if status := a.desk.open(at); status != 200 {
		a.desk.t.Fatalf("%s: %d", at, status)
	}
	return at
}

func (a admission) apply() {
	a.w.t.Helper()
	const form = "/seller/admission/apply"
	a.w.open(form)
	files := []string{"logo"}
	if a.kind == "enterprise" {
		files = append(files, "licence", "rights")
	}
	a.w.upload(form, a.scan, files...)
	a.w.fill(form, append([]string{"unbound", "1", "agreement", "1", "profile_zh", "协作软件的开发与服务。", "website", a.w.h.URL + "/", "address_country", "CN", "address_province", "福建省", "address_city", "福州市",
		"address_detail", "软件大道 89 号", "address_postcode", "350003", "contact_name", "林夏", "contact_phone", "13800000001", "contact_email", "contact@example.com",
		"known", "no", "service_phone", "400-000-0199", "service_email", "service@example.com", "hours_from", "09:00", "hours_to", "18:00"}, a.entry...)...)
	a.w.until("the draft to save itself", `document.querySelector("#autosave time")`)
	a.w.press(form, "submit", "/seller/admission")
}

// tickAll ticks a whole checklist.
func (a admission) tickAll(action string) {
	a.desk.t.Helper()
	if n := eval[int](a.desk, fmt.Sprintf(`(() => { const all = [...document.querySelectorAll('form[action="%s"] [name="checklist"]')]; all.forEach(e => { if (!e.checked) e.click(); }); return all.length; })()`, action)); n < 5 {
		a.desk.t.Fatalf("a checklist of %d points", n)
	}
}

func (a admission) review() {
	a.w.t.Helper()
	at := a.find("/operator/seller-applications")
	a.desk.press(at, "approve", at) // the checklist is open
	a.desk.forget()                 // the browser notes the refusal, 422, on its console
	a.tickAll(at)
	a.desk.press(at, "approve", "/operator/seller-applications")
}

func (a admission) certify() {
	a.w.t.Helper()
	const form = "/seller/certification"
	a.w.open(form)
	a.w.fill(form+"/company", "tax_kind", "general", "tax_number", "91350100M000100Y43", "tax_address", "福州市软件大道 89 号", "tax_phone", "0591-50000001",
		"finance_name", "钱会计", "finance_phone", "13900000000", "finance_email", "finance@example.com")
	a.w.press(form+"/company", "next", form)
	a.w.fill(form+"/bank", "bank_holder", a.name, "bank_name", "云上银行", "bank_branch", "福州分行", "bank_number", a.bank)
	a.w.press(form+"/bank", "next", form)
	a.w.fill(form+"/survey", "related_people", "no", "related_firms", "no")
	a.w.press(form+"/survey", "next", form)
	a.w.press(form+"/request", "", form)

	at := a.find("/operator/certifications")
	amount := strings.Trim(eval[string](a.desk, `document.querySelector("#test-amount").innerText`), "¥￥ \n")
	if !regexp.MustCompile(`^0\.[0-9]{2}$`).MatchString(amount) {
		a.desk.t.Fatalf("%s says to transfer %q", at, amount)
	}
	a.desk.fill(at, "reference", "BANK-"+a.lang)
	a.desk.pressIn("#sent", "", "/operator/certifications")

	a.w.open(form)
	a.w.fill(form+"/submit", "amount", amount)
	a.w.press(form+"/submit", "", form)
	at = a.find("/operator/certifications")
	a.tickAll(at)
	a.desk.press(at, "approve", "/operator/certifications")
}
