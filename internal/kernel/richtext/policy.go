package richtext

import (
	"regexp"
	"sync"

	"github.com/microcosm-cc/bluemonday"
)

var (
	linkTarget = regexp.MustCompile(`(?i)^(https?://[^/\s]|mailto:[^\s])`)
	ownFile    = regexp.MustCompile(`^/files/blb_[0-9a-z]{26}$`)
	cellSpan   = regexp.MustCompile(`^[1-9][0-9]?$`)
)

// policy is what sellers may write. It is built once and safe to share.
var policy = sync.OnceValue(func() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	p.AllowElements("h2", "h3", "h4", "p", "br", "hr", "ul", "ol", "li",
		"strong", "b", "em", "i", "u", "blockquote", "code", "pre",
		"table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td")
	p.AllowAttrs("colspan", "rowspan").Matching(cellSpan).OnElements("th", "td")
	p.AllowURLSchemes("http", "https", "mailto")
	p.RequireParseableURLs(true)
	p.AllowRelativeURLs(true) // for pictures; links must match linkTarget
	p.AllowAttrs("href").Matching(linkTarget).OnElements("a")
	p.AllowAttrs("src").Matching(ownFile).OnElements("img")
	p.AllowAttrs("alt").OnElements("img")
	return p
})
