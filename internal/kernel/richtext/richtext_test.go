package richtext_test

import (
	"net/url"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
	"pgregory.net/rapid"

	"github.com/souk-market/souk/internal/kernel/richtext"
)

const file = "/files/blb_01jd2m00000000000000000000"

func TestCleanKeepsTheAllowedAndDropsTheRest(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"":                     "",
		"云上办公 <b>快</b> & 稳":    "云上办公 <b>快</b> &amp; 稳",
		"<h1>a</h1><h2>b</h2>": "a<h2>b</h2>",
		`<p class="x" id="y" style="color:red" onclick="z()" data-a="1">a</p>`: "<p>a</p>",
		"<script>alert(1)</script>a": "a",
		"<style>p{}</style>a":        "a",
		"a<!-- c -->b":               "ab",
		"<b>open":                    "<b>open</b>",
		"</div></main>a":             "a",
		"<ul><li>a<li>b</ul>":        "<ul><li>a</li><li>b</li></ul>",
		"<table><tr><td colspan=2 rowspan=999>a</table>":               `<table><tbody><tr><td colspan="2">a</td></tr></tbody></table>`,
		`<a href="https://a.example/?x=1&y=2" rel=x target=_top>l</a>`: `<a href="https://a.example/?x=1&amp;y=2" rel="nofollow noopener ugc" target="_blank">l</a>`,
		`<a href="mailto:a@b.example">m</a>`:                           `<a href="mailto:a@b.example" rel="nofollow noopener ugc" target="_blank">m</a>`,
		`<a href="javascript:alert(1)">l</a>`:                          "l",
		`<a href=" JaVa&#x09;script:alert(1)">l</a>`:                   "l",
		`<a href="data:text/html,x">l</a>`:                             "l",
		`<a href="/relative">l</a>`:                                    "l",
		`<a href="//evil.example">l</a>`:                               "l",
		`<img src="` + file + `" alt="图" onerror=x width=9>`:           `<img src="` + file + `" alt="图"/>`,
		`<img src="https://evil.example/x.png" alt="a">`:               "",
		`<img src="` + file + `/../x" alt="a">`:                        "",
		`<img src="//evil.example` + file + `">`:                       "",
		`<svg><script>a</script><p>b</svg>`:                            "<p>b</p>",
		`<iframe src="https://x.example">i</iframe>a`:                  "a",
		`<math><mtext><table><mglyph><style><img src=x onerror=y>`:     "",
		`&lt;script&gt;`: "&lt;script&gt;",
	} {
		got := richtext.Clean(in)
		if in == `<math><mtext><table><mglyph><style><img src=x onerror=y>` {
			checkSafe(t, got) // what remains of it is of no interest
			continue
		}
		if got != want {
			t.Errorf("%s\n got %s\nwant %s", in, got, want)
		}
	}
}

var allowed = map[string][]string{
	"h2": nil, "h3": nil, "h4": nil, "p": nil, "br": nil, "hr": nil, "ul": nil, "ol": nil, "li": nil, "strong": nil, "b": nil, "em": nil,
	"i": nil, "u": nil, "blockquote": nil, "code": nil, "pre": nil, "table": nil, "caption": nil, "thead": nil, "tbody": nil, "tfoot": nil,
	"tr": nil, "th": {"colspan", "rowspan"}, "td": {"colspan", "rowspan"}, "a": {"href", "rel", "target"}, "img": {"src", "alt"},
}

type failer interface {
	Helper()
	Errorf(format string, args ...any)
}

// checkSafe reads cleaned text as a browser would.
func checkSafe(t failer, cleaned string) {
	t.Helper()
	for z := html.NewTokenizer(strings.NewReader(cleaned)); ; {
		kind := z.Next()
		if kind == html.ErrorToken {
			break
		}
		token := z.Token()
		if kind == html.TextToken {
			continue
		}
		attrs, ok := allowed[token.Data]
		if !ok {
			t.Errorf("element %q in %q", token.Data, cleaned)
		}
		for _, a := range token.Attr {
			if !slices.Contains(attrs, a.Key) {
				t.Errorf("attribute %q on %q in %q", a.Key, token.Data, cleaned)
			}
			if a.Key == "href" {
				if u, err := url.Parse(a.Val); err != nil || !slices.Contains([]string{"http", "https", "mailto"}, u.Scheme) {
					t.Errorf("link to %q", a.Val)
				}
			}
			if a.Key == "src" && !strings.HasPrefix(a.Val, "/files/blb_") {
				t.Errorf("picture from %q", a.Val)
			}
		}
	}
	if again := richtext.Clean(cleaned); again != cleaned {
		t.Errorf("not idempotent:\nonce  %q\ntwice %q", cleaned, again)
	}
}

var pieces = []string{
	"<p>", "</p>", "<b>", "</b>", "<i>", "</i>", "<table>", "</table>", "<tr>", "<td>", "</td>", "<caption>", "<ul>", "<li>", "</ul>",
	"<a href='https://a.example'>", "<a href=javascript:x>", "</a>", "<img src=x onerror=y>", "<img src='" + file + "'>", "<pre>\n", "\n\n", "<pre>",
	"</pre>", "<script>", "</script>", "<style>", "</style>", "<svg>", "<math>", "<mtext>", "<noscript>", "<textarea>", "<title>", "<select>",
	"<template>", "<plaintext>", "<!--", "-->", "<![CDATA[", "]]>", "text", " ", "&lt;", "&", "\"", "'", "<", ">", "<h2>", "</h2>", "<div>",
	"</div>", "<br>", "<hr>", "<blockquote>", "<form>", "<body onload=x>", "<html>", "\x00", "云",
}

func TestWhateverIsWrittenTheResultIsSafeAndStable(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		parts := rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 24).Draw(rt, "parts")
		checkSafe(rt, richtext.Clean(strings.Join(parts, "")))
	})
}

func TestNestingWithoutEndIsHarmless(t *testing.T) {
	t.Parallel()
	checkSafe(t, richtext.Clean(strings.Repeat("<blockquote>", 20_000)+"x"))
	checkSafe(t, richtext.Clean(strings.Repeat("<b><i><p>", 300)+"x"))
}

func TestTextAndLengthCountWhatAReaderSees(t *testing.T) {
	t.Parallel()
	const in = "<h2>功能 介绍</h2><p>a &amp; b<br>c</p><script>no</script><table><tr><td>1</td><td>2</td></tr></table><img src='" + file + "'>"
	if got, want := richtext.Text(in), "功能 介绍\na & b\nc\n1 2"; got != want {
		t.Errorf("text %q, want %q", got, want)
	}
	if got := richtext.Length(in); got != 10 {
		t.Errorf("length %d, want 10", got)
	}
	if got := richtext.Pictures(in); got != 1 {
		t.Errorf("%d pictures", got)
	}
}

func FuzzClean(f *testing.F) {
	for _, p := range pieces {
		f.Add(p)
	}
	f.Add("<a href=' javascript:alert(1)'><p><table><b><a href=https://x>")
	f.Fuzz(func(t *testing.T, in string) {
		if len(in) > 4096 {
			t.Skip("long inputs find nothing new")
		}
		checkSafe(t, richtext.Clean(in))
		_ = richtext.Length(in)
	})
}
