package shopwindow

import (
	"slices"
	"time"

	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/period"
)

// Home is what operators put on the home page of the store, from the top to the bottom.
type Home struct {
	Banners []Banner `json:"banners"`
	Floors  []Floor  `json:"floors"`
}

// Banner is a picture with a title that leads somewhere. From and To are days in the market's zone, "2026-12-31", both of them
// shown; "" is without a bound.
type Banner struct {
	ID       string    `json:"id"`
	On       bool      `json:"on"`
	Picture  string    `json:"picture"` // id of a file, purpose banner
	Title    i18n.Text `json:"title"`
	Subtitle i18n.Text `json:"subtitle"`
	Link     string    `json:"link"` // a path of the store, or an https address
	From     string    `json:"from"`
	To       string    `json:"to"`
}

// Kind is what a floor shows.
type Kind string

// The kinds of floors.
const (
	KindProducts   Kind = "products"    // chosen ones, in their order
	KindHot        Kind = "hot"         // chosen ones too: the slot of hot applications, a benefit of levels (business-rules 2.10)
	KindCategory   Kind = "category"    // the newest of a category
	KindNewest     Kind = "newest"      // the newest of all
	KindBestRated  Kind = "best_rated"  // by their ratings
	KindMostBought Kind = "most_bought" // by how many accounts bought them
	KindTrials     Kind = "trials"      // that can be tried
	KindBrands     Kind = "brands"      // the brand hall
)

// Kinds are all kinds, in the order of the form.
func Kinds() []Kind {
	return []Kind{KindProducts, KindHot, KindCategory, KindNewest, KindBestRated, KindMostBought, KindTrials, KindBrands}
}

// Chosen reports that the products of a floor are chosen one by one.
func (k Kind) Chosen() bool { return k == KindProducts || k == KindHot }

// Name is what a floor is called that has no title of its own.
func (k Kind) Name() i18n.Text {
	switch k {
	case KindHot:
		return i18n.Text{ZH: "热门应用", EN: "Hot applications"}
	case KindNewest:
		return i18n.Text{ZH: "新品上架", EN: "New in the store"}
	case KindBestRated:
		return i18n.Text{ZH: "好评商品", EN: "Best rated"}
	case KindMostBought:
		return i18n.Text{ZH: "热销商品", EN: "Most bought"}
	case KindTrials:
		return i18n.Text{ZH: "免费试用", EN: "Free trials"}
	case KindBrands:
		return i18n.Text{ZH: "品牌馆", EN: "Brand hall"}
	default:
		return i18n.Text{ZH: "推荐商品", EN: "Recommended"}
	}
}

// Floor is a titled row of the page. Without a title it is called by its kind, or by its category.
type Floor struct {
	ID       string    `json:"id"`
	On       bool      `json:"on"`
	Kind     Kind      `json:"kind"`
	Title    i18n.Text `json:"title"`
	Category string    `json:"category,omitempty"` // code, of KindCategory
	Products []string  `json:"products,omitempty"` // ids, of chosen kinds
	Size     int       `json:"size"`               // how many it shows: one of Sizes
}

// Sizes are how many a floor may show: whole rows of a wide page.
func Sizes() []int { return []int{4, 8, 12} }

// The bounds of the page (our choice).
const (
	MaxBanners  = 20 // kept, most of them for another time
	ShownMost   = 5  // banners shown at once
	MaxFloors   = 20
	MaxChosen   = 24 // products of a floor: more than it shows, so that one that goes off sale has a substitute
	MaxTitle    = 40
	MaxSubtitle = 90
	maxLink     = 500
)

// builtIn is the page before any version was published.
func builtIn() Home {
	return Home{Banners: []Banner{}, Floors: []Floor{{ID: "flr_newest", On: true, Kind: KindNewest, Size: 12}}}
}

// Phase is where a banner stands in its days.
type Phase string

// The phases.
const (
	PhaseAhead Phase = "ahead"
	PhaseNow   Phase = "now"
	PhaseOver  Phase = "over"
)

const dayForm = "2006-01-02"

// Phase is where the banner stands at an instant. Days that cannot be read are no bounds; none are stored.
func (b Banner) Phase(at time.Time) Phase {
	if from, err := time.ParseInLocation(dayForm, b.From, period.Shanghai()); err == nil && at.Before(from) {
		return PhaseAhead
	}
	if to, err := time.ParseInLocation(dayForm, b.To, period.Shanghai()); err == nil && !at.Before(to.AddDate(0, 0, 1)) {
		return PhaseOver
	}
	return PhaseNow
}

// WithBanner is the page with a banner in the place of the one with its id, or at the end.
func (h Home) WithBanner(b Banner) Home {
	h.Banners = put(h.Banners, b, func(x Banner) bool { return x.ID == b.ID })
	return h
}

// WithFloor is the page with a floor in the place of the one with its id, or at the end.
func (h Home) WithFloor(f Floor) Home {
	h.Floors = put(h.Floors, f, func(x Floor) bool { return x.ID == f.ID })
	return h
}

func put[T any](list []T, x T, same func(T) bool) []T {
	out := slices.Clone(list)
	if i := slices.IndexFunc(out, same); i >= 0 {
		out[i] = x
		return out
	}
	return append(out, x)
}

// Banner returns the banner of an id.
func (h Home) Banner(id string) (Banner, bool) {
	if i := slices.IndexFunc(h.Banners, func(b Banner) bool { return b.ID == id }); i >= 0 {
		return h.Banners[i], true
	}
	return Banner{}, false
}

// Floor returns the floor of an id.
func (h Home) Floor(id string) (Floor, bool) {
	if i := slices.IndexFunc(h.Floors, func(f Floor) bool { return f.ID == id }); i >= 0 {
		return h.Floors[i], true
	}
	return Floor{}, false
}

// Has reports whether there is a banner or a floor of an id.
func (h Home) Has(id string) bool {
	_, banner := h.Banner(id)
	_, floor := h.Floor(id)
	return banner || floor
}

// Switched is the page with a banner or floor that was on off, or the other way round.
func (h Home) Switched(id string) Home {
	if b, ok := h.Banner(id); ok {
		b.On = !b.On
		return h.WithBanner(b)
	}
	if f, ok := h.Floor(id); ok {
		f.On = !f.On
		return h.WithFloor(f)
	}
	return h
}

// Without is the page without the banner or the floor of an id.
func (h Home) Without(id string) Home {
	h.Banners = slices.DeleteFunc(slices.Clone(h.Banners), func(b Banner) bool { return b.ID == id })
	h.Floors = slices.DeleteFunc(slices.Clone(h.Floors), func(f Floor) bool { return f.ID == id })
	return h
}

// Moved is the page with a banner or a floor one place further up or down; at the edge it stays.
func (h Home) Moved(id string, by int) Home {
	h.Banners = shift(h.Banners, by, func(b Banner) bool { return b.ID == id })
	h.Floors = shift(h.Floors, by, func(f Floor) bool { return f.ID == id })
	return h
}

func shift[T any](list []T, by int, is func(T) bool) []T {
	out := slices.Clone(list)
	from := slices.IndexFunc(out, is)
	if to := from + by; from >= 0 && to >= 0 && to < len(out) {
		out[from], out[to] = out[to], out[from]
	}
	return out
}

// equal reports whether two pages say the same.
func (h Home) equal(o Home) bool {
	return slices.Equal(h.Banners, o.Banners) && slices.EqualFunc(h.Floors, o.Floors, func(a, b Floor) bool {
		return a.ID == b.ID && a.On == b.On && a.Kind == b.Kind && a.Title == b.Title && a.Category == b.Category && a.Size == b.Size &&
			slices.Equal(a.Products, b.Products)
	})
}
