package menu

import (
	"context"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/web/ui"
)

// Group is a titled part of a menu.
type Group struct {
	Title string // may be empty
	Items []Item
}

// Item is one point of a menu.
type Item struct {
	Needs             account.Permission // that of the page it leads to
	Label, Href, Icon string
	Badge             int // a number that wants attention; 0 shows nothing
}

// Permitted is what the person of the context may follow.
func Permitted(ctx context.Context, groups []Group) []ui.MenuGroup {
	who, _ := account.ActorFrom(ctx)
	var out []ui.MenuGroup
	for _, g := range groups {
		left := ui.MenuGroup{Title: g.Title}
		for _, it := range g.Items {
			if who.Can(it.Needs) {
				left.Items = append(left.Items, ui.MenuItem{Label: it.Label, Href: it.Href, Icon: it.Icon, Badge: it.Badge})
			}
		}
		if len(left.Items) > 0 {
			out = append(out, left)
		}
	}
	return out
}

// First is the address of the first point on a side of the market that who may follow; "" when there is none.
func First(groups []Group, who account.Actor, side account.Kind) string {
	for _, g := range groups {
		for _, it := range g.Items {
			if it.Needs.Info().Side == side && who.Can(it.Needs) {
				return it.Href
			}
		}
	}
	return ""
}
