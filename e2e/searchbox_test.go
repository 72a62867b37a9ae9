package e2e_test

import (
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// business-rules 6.1: the search box completes what is typed, by keyboard alone, and stays a form.
func TestTheSearchBoxIsACombobox(t *testing.T) {
	t.Parallel()
	h := start(t, settings{})
	w := openBrowser(t, h).as("")
	w.open("/?lang=zh")
	press := func(keys string) { w.run(chromedp.SendKeys("#store-q", keys)) }
	expanded := func(on string) string {
		return `document.querySelector("#store-q").getAttribute("aria-expanded") === "` + on + `"`
	}
	options := `document.querySelectorAll("#store-suggest > [role=option]")`

	press("huiyi")
	w.until("suggestions by pinyin", expanded("true")+` && [...`+options+`].some(o => o.textContent.includes("会议"))`)
	w.until("the box to keep the focus", `document.activeElement.id === "store-q" && !document.activeElement.hasAttribute("aria-activedescendant")`)
	if faults := w.inspect(); len(faults) > 0 {
		t.Errorf("the open list: %+v", faults)
	}
	press(kb.Escape)
	w.until("Escape to close the list", expanded("false")+` && document.querySelector("#store-suggest").hidden && document.querySelector("#store-q").value === "huiyi"`)
	press(kb.ArrowDown)
	w.until("the arrow to open it on the first", expanded("true")+` && document.activeElement.getAttribute("aria-activedescendant") === "store-suggest-0" && `+
		options+`[0].getAttribute("aria-selected") === "true"`)
	press(kb.ArrowUp)
	w.until("the arrow to go back into the box", `!document.activeElement.hasAttribute("aria-activedescendant")`)
	press(kb.ArrowDown + kb.Enter)
	w.until("the product", `location.pathname.startsWith("/products/")`)

	press("huiyi" + kb.Enter)
	w.until("the results, as by any form", `location.pathname === "/search" && new URLSearchParams(location.search).get("q") === "huiyi" && document.querySelector("article.product")`)
	press(kb.End + "zzzz")
	w.until("a list that closes where nothing fits", expanded("false"))
	w.clean(t, "the search box")
}
