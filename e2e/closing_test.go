package e2e_test

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	devbrowser "github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/chromedp"

	"github.com/souk-market/souk/internal/kernel/crash"
	"github.com/souk-market/souk/internal/kernel/secret"
)

// kill -9 just before and just after the commit that closes an account: it is closed whole, or not at all.
func TestKilledWhileAnAccountClosesItIsClosedWholeOrNotAtAll(t *testing.T) {
	t.Parallel()
	for _, point := range crash.ClosingPoints() {
		t.Run(point, func(t *testing.T) {
			t.Parallel()
			onBothEngines(t, func(t *testing.T, db string) {
				m := open(t, settings{db: db, crashes: true, env: []string{"SOUK_CRASH_AT=" + point}})
				n := m.newcomer("leaver", "离开的客户")
				d := n.asksForName()
				who := m.person("leaver")
				end := map[string]any{"login": who.Login, "proof": who.Password}
				if r := n.send(http.MethodPost, "/me/close", end); r.err == nil {
					t.Fatalf("closing was answered: %s", r)
				}
				if !m.killed(time.Minute) {
					t.Fatalf("the process did not die at %s: %v", point, m.how)
				}
				m.restart()
				m.People = append(m.People, who)
				n = newcomer{m.as("leaver"), m, n.name, n.number}
				if point == "account.close.before_commit" {
					m.visit("leaver") // signs in
					var mine struct{ Open document }
					n.get("/me/real-name", &mine)
					if mine.Open.ID != d.ID {
						t.Errorf("the application is %q, was %q", mine.Open.ID, d.ID)
					}
					if p := m.visit(operator).get("/operator/verifications/" + d.ID); p.status != http.StatusOK {
						t.Errorf("the application at the desk: %d", p.status)
					}
					n.post("/me/close", end, nil)
				}
				m.isClosed(t, who)
				if p := m.visit(operator).get("/operator/verifications/" + d.ID); p.status != http.StatusNotFound {
					t.Errorf("the application at the desk, of an account that is closed: %d", p.status)
				}
				m.newcomer("again", "新来的客户")
			})
		})
	}
}

// isClosed says that somebody cannot come in any more, and is told what somebody who never was here is told.
func (m *market) isClosed(t *testing.T, who person) {
	t.Helper()
	if r := (&caller{t, m.URL, who.Token}).send(http.MethodGet, "/me", nil); r.status != http.StatusUnauthorized {
		t.Errorf("the token still works: %s", r)
	}
	answer := func(login string) (int, string) {
		p := m.visit("").post("/login", url.Values{"login": {login}, "password": {who.Password}})
		return p.status, strings.ReplaceAll(p.doc.Find("main").Text(), login, "")
	}
	status, text := answer(who.Login)
	strange, said := answer("never.was@here.example.com")
	if status != strange || text != said || status == http.StatusSeeOther {
		t.Errorf("signing in: %d %s\na stranger: %d %s", status, text, strange, said)
	}
}

// A person registers, takes the copy of the data away, closes the account and registers again, all in a browser.
func TestSomebodyTakesTheDataAndLeavesInABrowserInBothLanguages(t *testing.T) {
	t.Parallel()
	onBothEngines(t, func(t *testing.T, db string) {
		m := open(t, settings{db: db})
		b := openBrowser(t, m.house)
		for lang, target := range map[string]string{"zh": "leaver@example.com", "en": "13800138111"} {
			t.Run(lang, func(t *testing.T) {
				t.Parallel()
				w := b.as("")
				w.t = t
				by := map[bool]string{true: "mail", false: "sms"}[strings.Contains(target, "@")]
				who := admission{w: w, applicant: applicant{lang: lang, by: by, target: target}}
				who.register()
				sent := time.Now()
				w.open("/account/data?lang=" + lang)
				w.checkCopy(w.download("#export", "proof", "correct-horse-9"), target)

				w.click(`a[href="/account/data/close"]`)
				w.until("the page of closing", `location.pathname === "/account/data/close" && document.querySelector("#confirm")`)
				if found := w.inspect(); len(found) > 0 {
					t.Errorf("axe: %+v", found)
				}
				login := eval[string](w, `document.querySelector("#confirm").innerText.match(/(?:Type|请输入) (\S+)/)[1]`)
				w.fill("/account/data/close", "login", login, "proof", "wrong-horse-9")
				w.press("/account/data/close", "", "/account/data/close")
				w.forget() // the browser notes the refusal, 422, on its console
				w.fill("/account/data/close", "login", login, "proof", "correct-horse-9")
				w.press("/account/data/close", "", "/goodbye")
				w.open("/account")
				if at := eval[string](w, `location.pathname`); at != "/login" {
					t.Errorf("after the end, /account leads to %s", at)
				}
				for _, in := range []string{target, login} {
					m.isClosed(t, person{Login: in, Password: "correct-horse-9", Token: secret.Token(9)})
				}
				await(t, "the address to get another code", 2*time.Minute, func() bool { return time.Since(sent) > time.Minute })
				who.register()
				w.clean(t, "who left")
			})
		}
	})
}

// download fills a form in, presses its button and waits for the file that the browser saves.
func (w *tab) download(form, field, value string) string {
	w.t.Helper()
	dir, window := w.t.TempDir(), chromedp.FromContext(w.ctx).BrowserContextID
	w.run(chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, devbrowser.SetDownloadBehavior, devbrowser.SetDownloadBehaviorParams{
			Behavior: devbrowser.SetDownloadBehaviorBehaviorAllow, BrowserContextID: window, DownloadPath: dir})
		return err
	}))
	w.run(chromedp.SetValue(form+` [name="`+field+`"]`, value))
	w.click(form + ` .form-foot button`)
	var saved string
	await(w.t, "the download", patience, func() bool {
		found, err := filepath.Glob(filepath.Join(dir, "*.zip"))
		if err == nil && len(found) == 1 {
			saved = found[0]
		}
		return saved != ""
	})
	if n := eval[int](w, `document.querySelectorAll(".is-busy").length`); n > 0 {
		w.t.Error("the button stays busy after the download")
	}
	return saved
}

// checkCopy reads the copy of somebody's data.
func (w *tab) checkCopy(path, login string) {
	w.t.Helper()
	raw, err := os.ReadFile(path)
	if err != nil {
		w.t.Fatal(err)
	}
	z, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		w.t.Fatal(err)
	}
	found := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			w.t.Fatal(err)
		}
		data, err := io.ReadAll(r)
		if err = errors.Join(err, r.Close()); err != nil {
			w.t.Fatal(err)
		}
		found[f.Name] = string(data)
	}
	if !strings.HasPrefix(filepath.Base(path), "souk-data-") || !strings.Contains(found["account.json"], login) || !strings.Contains(found["agreements.json"], "buyer@") {
		w.t.Errorf("%s holds %d files; account: %s; agreements: %s", path, len(found), found["account.json"], found["agreements.json"])
	}
	for name, text := range found {
		if strings.Contains(text, "correct-horse-9") || strings.Contains(text, "argon2") {
			w.t.Errorf("%s holds the password", name)
		}
	}
}
