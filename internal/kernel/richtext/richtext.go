package richtext

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// maxPasses bounds the search for a text that cleaning no longer changes. One or
// two passes are usual: closing what was left open can move an element once.
const maxPasses = 6

// Clean returns the allowed part of an HTML fragment, well-formed. Elements that
// are not allowed lose their tags and keep their text; scripts and styles go whole.
func Clean(fragment string) string {
	for range maxPasses {
		next, ok := pass(fragment)
		if !ok {
			break
		}
		if next == fragment {
			return fragment
		}
		fragment = next
	}
	// Only hostile nesting comes here. Its text is kept, its form is not.
	return html.EscapeString(Text(fragment))
}

// pass filters by the policy, then parses and prints, which closes every element.
func pass(fragment string) (string, bool) {
	nodes, err := parse(policy().Sanitize(fragment))
	if err != nil {
		return "", false
	}
	var out strings.Builder
	for _, n := range nodes {
		if !finish(n) {
			continue
		}
		if err := html.Render(&out, n); err != nil {
			return "", false
		}
	}
	return strings.TrimSpace(out.String()), true
}

func parse(fragment string) ([]*html.Node, error) {
	return html.ParseFragment(strings.NewReader(fragment), &html.Node{Type: html.ElementNode, Data: "div", DataAtom: atom.Div})
}

// finish completes links, and reports false for a node that has to go: a picture
// without a source, or a comment.
func finish(n *html.Node) bool {
	switch {
	case n.Type == html.TextNode:
		return true
	case n.Type != html.ElementNode:
		return false
	case n.DataAtom == atom.Img && attr(n, "src") == "":
		return false
	case n.DataAtom == atom.A:
		n.Attr = []html.Attribute{
			{Key: "href", Val: attr(n, "href")},
			{Key: "rel", Val: "nofollow noopener ugc"},
			{Key: "target", Val: "_blank"},
		}
	}
	for child := n.FirstChild; child != nil; {
		next := child.NextSibling
		if !finish(child) {
			n.RemoveChild(child)
		}
		child = next
	}
	return true
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

// Text is the plain text of a fragment: one line for each block, no markup, white space collapsed.
func Text(fragment string) string {
	nodes, err := parse(fragment)
	if err != nil {
		return "" // nested beyond what a parser takes; nobody wrote that as text
	}
	var raw strings.Builder
	for _, n := range nodes {
		writeText(&raw, n)
	}
	var lines []string
	for line := range strings.SplitSeq(raw.String(), "\n") {
		if line = strings.Join(strings.Fields(line), " "); line != "" {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n")
}

func writeText(out *strings.Builder, n *html.Node) {
	if n.Type == html.TextNode {
		out.WriteString(strings.ReplaceAll(n.Data, "\n", " "))
		return
	}
	block := false
	switch n.DataAtom {
	case atom.Script, atom.Style, atom.Template, atom.Noscript, atom.Iframe:
		return
	case atom.Br, atom.Hr, atom.P, atom.Div, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Li, atom.Ul, atom.Ol,
		atom.Blockquote, atom.Pre, atom.Table, atom.Caption, atom.Tr:
		block = true
	case atom.Td, atom.Th:
		out.WriteByte(' ')
	}
	if block {
		out.WriteByte('\n')
	}
	for child := n.FirstChild; child != nil; child = child.NextSibling {
		writeText(out, child)
	}
	if block {
		out.WriteByte('\n')
	}
}

// Length is how many characters a reader sees, white space not counted (business-rules 4.4: 400 for an introduction without pictures).
func Length(fragment string) int {
	n := 0
	for _, r := range Text(fragment) {
		if !unicode.IsSpace(r) {
			n++
		}
	}
	return n
}

// Addresses are what the links and the pictures of a cleaned fragment point to, each once, in their order.
func Addresses(fragment string) (links, pictures []string) {
	for z := html.NewTokenizer(strings.NewReader(fragment)); ; {
		switch z.Next() {
		case html.ErrorToken:
			return links, pictures
		case html.StartTagToken, html.SelfClosingTagToken:
			t := z.Token()
			for _, a := range t.Attr {
				switch {
				case t.DataAtom == atom.A && a.Key == "href" && !slices.Contains(links, a.Val):
					links = append(links, a.Val)
				case t.DataAtom == atom.Img && a.Key == "src" && !slices.Contains(pictures, a.Val):
					pictures = append(pictures, a.Val)
				}
			}
		}
	}
}

// Pictures counts the pictures of a cleaned fragment (business-rules 4.4: at most 5 in an introduction).
func Pictures(fragment string) int {
	n := 0
	for z := html.NewTokenizer(strings.NewReader(fragment)); ; {
		switch z.Next() {
		case html.ErrorToken:
			return n
		case html.StartTagToken, html.SelfClosingTagToken:
			if name, _ := z.TagName(); atom.Lookup(name) == atom.Img {
				n++
			}
		}
	}
}
