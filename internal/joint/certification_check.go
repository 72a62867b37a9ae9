package joint

import (
	"context"
	"net/mail"
	"regexp"
	"slices"
	"time"
	"unicode/utf8"

	"github.com/souk-market/souk/internal/blob"
	"github.com/souk-market/souk/internal/kernel/apperr"
)

// The bounds of texts, in characters (our choice; the name's as in a listing, business-rules 4.4).
const (
	minName, maxName = 2, 50
	maxNote          = 300
	maxLine          = 100
	maxCompanions    = 10
)

var phone = regexp.MustCompile(`^\+?[0-9][0-9 -]{5,19}$`)

// tidy brings what was typed into the form in which it is kept, and drops what nobody offers.
func (f Form) tidy() Form {
	among := func(got, offered []string) []string {
		return slices.DeleteFunc(slices.Clone(offered), func(k string) bool { return !slices.Contains(got, k) })
	}
	f.Commitments, f.Environments = among(f.Commitments, Commitments()), among(f.Environments, Environments())
	f.Name.ZH, f.Name.EN = line(f.Name.ZH), line(f.Name.EN)
	f.ContactName, f.ContactPhone, f.ContactEmail = line(f.ContactName), line(f.ContactPhone), line(f.ContactEmail)
	f.Marketplace, f.Agreement, f.Docking.Note = line(f.Marketplace), line(f.Agreement), line(f.Docking.Note)
	var companions []string
	for _, x := range f.Companions {
		if x = line(x); x != "" && !slices.Contains(companions, x) {
			companions = append(companions, x)
		}
	}
	f.Companions = companions
	var items []Item
	for _, kind := range ItemKinds("") {
		x := f.Item(kind)
		if x.Note = line(x.Note); x.Note != "" || x.File != "" {
			items = append(items, Item{kind, x.Note, x.File})
		}
	}
	f.Items = items
	return f
}

// bound names what is too long to be kept, and files that are not the seller's. It holds for drafts too.
func (s *Service) bound(ctx context.Context, accountID string, form Form) error {
	var f apperr.Fields
	short := func(field, text string, most int) {
		if utf8.RuneCountInString(text) > most {
			f.Add(field, ErrTextLong.With("max", most))
		}
	}
	short("name_zh", form.Name.ZH, maxName)
	short("name_en", form.Name.EN, 2*maxName)
	short("contact_name", form.ContactName, maxLine)
	short("contact_phone", form.ContactPhone, maxLine)
	short("contact_email", form.ContactEmail, 2*maxLine)
	short("marketplace", form.Marketplace, maxLine)
	short("docking_note", form.Docking.Note, maxNote)
	short("agreement", form.Agreement, maxLine)
	for _, x := range form.Items {
		short("item_"+x.Kind+"_note", x.Note, maxNote)
	}
	if len(form.Companions) > maxCompanions || slices.ContainsFunc(form.Companions, func(x string) bool { return utf8.RuneCountInString(x) > maxLine }) {
		f.Add("companions", ErrCompanions.With("most", maxCompanions, "max", maxLine))
	}
	if form.Delivery != "" && !s.delivers(form.Delivery) {
		f.Add("delivery", ErrChoice)
	}
	for field, id := range form.Files() {
		file, err := s.d.Files.Get(ctx, id)
		if err != nil && apperr.Of(err).Kind == apperr.Internal {
			return err
		}
		if err != nil || file.Owner != accountID || file.Purpose != blob.PurposeJoint {
			f.Add(field, ErrCertificationFile)
		}
	}
	return f.Err()
}

func (s *Service) delivers(code string) bool {
	return slices.ContainsFunc(s.d.Deliveries, func(d Delivery) bool { return d.Code == code })
}

// complete names every field that is not ready to be handed in (business-rules 3.2).
func (f Form) complete(now time.Time) error {
	var bad apperr.Fields
	needed := func(field string, there bool) {
		if !there {
			bad.Add(field, ErrNeeded)
		}
	}
	if len(f.Commitments) != len(Commitments()) {
		bad.Add("commitments", ErrCommitments)
	}
	needed("agreement", f.Agreement != "")
	f.completeItems(&bad)
	switch {
	case !slices.Contains(Finances(), f.Finance):
		bad.Add("finance", ErrNeeded)
	case f.Finance == FinanceTemplate && !f.NoAudit && auditNeeded(now):
		bad.Add("finance", ErrAudit.With("year", YearOf(now)-1))
	}
	needed("report", f.Report != "")
	if n := utf8.RuneCountInString(f.Name.ZH); n < minName {
		bad.Add("name_zh", ErrNameShort.With("min", minName, "max", maxName))
	}
	needed("delivery", f.Delivery != "")
	needed("environments", len(f.Environments) > 0)
	needed("contact_name", f.ContactName != "")
	if !phone.MatchString(f.ContactPhone) {
		bad.Add("contact_phone", ErrPhone)
	}
	if a, err := mail.ParseAddress(f.ContactEmail); err != nil || a.Address != f.ContactEmail {
		bad.Add("contact_email", ErrEmail)
	}
	needed("marketplace", f.Marketplace != "")
	return bad.Err()
}

// completeItems wants at least one threshold item, each with a note and its evidence.
func (f Form) completeItems(bad *apperr.Fields) {
	if len(f.Items) == 0 {
		bad.Add("items", ErrItems)
	}
	for _, x := range f.Items {
		if x.Note == "" {
			bad.Add("item_"+x.Kind+"_note", ErrNeeded)
		}
		if x.File == "" {
			bad.Add("item_"+x.Kind, ErrNeeded)
		}
		if !slices.Contains(ItemKinds(f.Delivery), x.Kind) {
			bad.Add("item_"+x.Kind+"_note", ErrItemKind)
		}
	}
}

// check names what is missing of the evidence of docking.
func (d Docking) check(delivery string) error {
	var bad apperr.Fields
	if !slices.Contains(DockingKinds(delivery), d.Kind) {
		bad.Add("docking_kind", ErrChoice)
	}
	if d.File == "" {
		bad.Add("docking", ErrNeeded)
	}
	return bad.Err()
}
