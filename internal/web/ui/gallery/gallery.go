package gallery

import (
	"context"
	"net/http"
	"time"

	"github.com/a-h/templ"

	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/web/ui"
)

// Prefix is where [Handler] must be mounted.
const Prefix = "/dev/ui/"

// The sample errors of the form page.
var (
	errSampleShort = apperr.Def(apperr.Invalid, "gallery_too_short", "Write at least {min} characters.", "至少输入 {min} 个字。")
	errSamplePick  = apperr.Def(apperr.Invalid, "gallery_pick_one", "Pick one of the plans.", "请选择一个套餐。")
	errSampleAgree = apperr.Def(apperr.Invalid, "gallery_agree", "Read and accept the agreement first.", "请先阅读并同意协议。")
	errSampleMoney = apperr.Def(apperr.Invalid, "gallery_amount", "Enter an amount such as 12.30.", "请输入金额，例如 12.30。")
	errSampleStale = apperr.Def(apperr.Conflict, "gallery_conflict", "Another operator reviewed this product a moment ago.", "另一位运营刚刚审核了该商品。")
)

// Handler serves the gallery under [Prefix].
func Handler() http.Handler {
	mux := http.NewServeMux()
	page := func(name string, c func(*http.Request) templ.Component) {
		mux.HandleFunc(Prefix+name, func(w http.ResponseWriter, r *http.Request) { ui.Render(w, r, http.StatusOK, c(r)) })
	}
	fixed := func(c templ.Component) func(*http.Request) templ.Component {
		return func(*http.Request) templ.Component { return c }
	}
	page("{$}", fixed(contentPage()))
	page("store", fixed(storePage()))
	page("product", fixed(productPage()))
	page("table", tablePage)
	page("empty", fixed(emptyPage()))
	page("form", fixed(formPage(nil)))
	page("form-errors", fixed(formPage(formErrors())))
	page("auth", fixed(authPage()))
	mux.HandleFunc(Prefix+"conflict", func(w http.ResponseWriter, r *http.Request) { ui.Fail(w, r, errSampleStale) })
	mux.HandleFunc(Prefix+"toast", func(w http.ResponseWriter, r *http.Request) {
		ui.SetFlash(w, r, ui.Success, say(r.Context(), "商品已提交审核。", "The product was submitted for review."))
		ui.Redirect(w, r, Prefix)
	})
	mux.HandleFunc("POST "+Prefix+"secret", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		_, _ = w.Write([]byte("S9k-sample-2f7c")) // the client went away
	})
	mux.HandleFunc(Prefix, ui.NotFound)
	return mux
}

func formErrors() error {
	var f apperr.Fields
	f.Add("name_zh", errSampleShort.With("min", 2))
	f.Add("plan", errSamplePick)
	f.Add("price", errSampleMoney)
	f.Add("agree", errSampleAgree)
	return f.Err()
}

// say picks the sample text of the page's language. Samples are no catalog texts: they belong to no area.
func say(ctx context.Context, zh, en string) string {
	if ui.Lang(ctx) == "en" {
		return en
	}
	return zh
}

// sampleTime is a fixed instant, so that the gallery always looks the same.
func sampleTime(hours int) time.Time {
	return time.Date(2026, 11, 20, 8, 30, 0, 0, time.UTC).Add(time.Duration(hours) * time.Hour)
}

func menu(ctx context.Context) []ui.MenuGroup {
	return []ui.MenuGroup{
		{Items: []ui.MenuItem{{Label: say(ctx, "组件", "Components"), Href: Prefix, Icon: "dashboard"}}},
		{Title: say(ctx, "页面", "Pages"), Items: []ui.MenuItem{
			{Label: say(ctx, "列表", "Table"), Href: Prefix + "table", Icon: "orders", Badge: 3},
			{Label: say(ctx, "空列表", "Empty list"), Href: Prefix + "empty", Icon: "inbox"},
			{Label: say(ctx, "表单", "Form"), Href: Prefix + "form", Icon: "edit"},
			{Label: say(ctx, "有错误的表单", "Form with errors"), Href: Prefix + "form-errors", Icon: "alert"},
		}},
		{Title: say(ctx, "外壳", "Shells"), Items: []ui.MenuItem{
			{Label: say(ctx, "店面首页", "Storefront"), Href: Prefix + "store", Icon: "store"},
			{Label: say(ctx, "商品页", "Product page"), Href: Prefix + "product", Icon: "box"},
			{Label: say(ctx, "登录页", "Sign in"), Href: Prefix + "auth", Icon: "key"},
			{Label: say(ctx, "错误页", "Error page"), Href: Prefix + "missing", Icon: "error"},
			{Label: say(ctx, "冲突页", "Conflict page"), Href: Prefix + "conflict", Icon: "error"},
			{Label: say(ctx, "轻提示", "Toast"), Href: Prefix + "toast", Icon: "message"},
		}},
	}
}
