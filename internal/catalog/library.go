package catalog

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/id"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/price"
	"github.com/souk-market/souk/internal/storage"
)

// The bounds of a library (our choice).
const (
	MaxLibrary         = 500 // attributes of one seller
	maxAttributeName   = 50
	maxAttributeAbout  = 200
	maxLibraryValueRow = 200 // characters of the name of a value
)

// LibraryAttribute is an attribute that a seller keeps for its products (business-rules 4.5): what price.Attribute says of it but
// its prices, and a description for the seller's own people. A spec copies it, so changing or deleting it touches no product.
type LibraryAttribute struct {
	price.Attribute
	ID          string
	Rev         int64
	Description i18n.Text
	CreatedAt   time.Time
	UpdatedAt   time.Time
}

// LibraryFilter narrows a library; empty fields want nothing.
type LibraryFilter struct {
	Kind price.AttributeKind
	Text string // words, each of which must be in a name, the code or the description
}

// Library lists the attributes of the actor's seller, the newest first. Errors: ErrNotASeller, bad_cursor.
func (s *Service) Library(ctx context.Context, actor account.Actor, f LibraryFilter, r page.Request) (page.Of[LibraryAttribute], error) {
	own, err := s.own(ctx, actor)
	if err != nil {
		return page.Of[LibraryAttribute]{}, err
	}
	var c conditions
	c.equal("seller_id", own.ID)
	c.equal("kind", storable(string(f.Kind)))
	c.words("search_text", f.Text)
	from, err := startByID(r, libraryPrefix)
	if err != nil {
		return page.Of[LibraryAttribute]{}, err
	}
	c.keyset("", "id", from, true)
	rows, err := listLibrary(ctx, s.db.Reader(), &c, r.Size()+1)
	return page.Cut(rows, r.Size(), func(a LibraryAttribute) []any { return []any{a.ID} }), err
}

// WholeLibrary is every attribute of the actor's seller, for a choice. Errors: ErrNotASeller.
func (s *Service) WholeLibrary(ctx context.Context, actor account.Actor) ([]LibraryAttribute, error) {
	own, err := s.own(ctx, actor)
	if err != nil {
		return nil, err
	}
	var c conditions
	c.equal("seller_id", own.ID)
	return listLibrary(ctx, s.db.Reader(), &c, MaxLibrary)
}

// LibraryAttribute is one attribute of the actor's seller. Errors: ErrAttributeNotFound.
func (s *Service) LibraryAttribute(ctx context.Context, actor account.Actor, attributeID string) (LibraryAttribute, error) {
	own, err := s.own(ctx, actor)
	if err != nil {
		return LibraryAttribute{}, err
	}
	return getLibrary(ctx, s.db.Reader(), own.ID, attributeID)
}

// LibraryInput is an attribute as it is to be; ID and Rev, the revision that was seen, name the one to change.
type LibraryInput struct {
	Actor       account.Actor
	ID          string
	Rev         int64
	Attribute   price.Attribute // prices are left out
	Description i18n.Text
}

// tidied is the attribute as it is stored.
func (in LibraryInput) tidied() LibraryAttribute {
	a := in.Attribute
	a.Code, a.Name, a.Unit, a.Prices = oneLine(a.Code), line(a.Name), line(a.Unit), nil
	a.Values = make([]price.Value, len(in.Attribute.Values))
	for i, v := range in.Attribute.Values {
		a.Values[i] = price.Value{Code: oneLine(v.Code), Name: line(v.Name)}
	}
	return LibraryAttribute{Attribute: a, ID: in.ID, Rev: in.Rev, Description: line(in.Description)}
}

// check finds what is wrong, by the paths of price.Attribute and "description_zh".
func (a LibraryAttribute) check() error {
	var f apperr.Fields
	for name, e := range apperr.FieldsOf(a.Validate()) {
		f.Add(name, e)
	}
	bounded := func(field, text string, most int) {
		if utf8.RuneCountInString(text) > most {
			f.Add(field, ErrFieldTooLong.With("max", most))
		}
	}
	bounded("name", a.Name.ZH, maxAttributeName)
	bounded("name_en", a.Name.EN, maxAttributeName)
	bounded("unit_zh", a.Unit.ZH, maxAttributeName)
	bounded("unit_en", a.Unit.EN, maxAttributeName)
	bounded("description_zh", a.Description.ZH, maxAttributeAbout)
	bounded("description_en", a.Description.EN, maxAttributeAbout)
	for i, v := range a.Values {
		bounded(fmt.Sprintf("values.%d.name", i), v.Name.ZH, maxLibraryValueRow)
		bounded(fmt.Sprintf("values.%d.name_en", i), v.Name.EN, maxLibraryValueRow)
	}
	return f.Err()
}

// searchText is what a search of the library looks at.
func (a LibraryAttribute) searchText() string {
	return fold(strings.Join([]string{a.Name.ZH, a.Name.EN, a.Code, a.Description.ZH, a.Description.EN}, "\n"))
}

func (a LibraryAttribute) encoded() (attribute, about string, err error) {
	raw, err := json.Marshal(a.Attribute)
	if err != nil {
		return "", "", fmt.Errorf("encode attribute %s: %w", a.Code, err)
	}
	return string(raw), encodeText(a.Description), nil
}

// AddAttribute puts an attribute into the library. Errors: field errors (of code also ErrLibraryCode), ErrLibraryFull.
func (s *Service) AddAttribute(ctx context.Context, in LibraryInput) (LibraryAttribute, error) {
	own, err := s.own(ctx, in.Actor)
	if err != nil {
		return LibraryAttribute{}, err
	}
	out := in.tidied()
	if err := out.check(); err != nil {
		return LibraryAttribute{}, err
	}
	err = s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		out.ID, out.Rev, out.CreatedAt, out.UpdatedAt = id.New(libraryPrefix, tx.Now), 1, tx.Now, tx.Now
		counted, err := countUp(ctx, tx, own.ID)
		if err != nil {
			return err
		}
		if !counted {
			return ErrLibraryFull.With("max", MaxLibrary)
		}
		if err := codeTaken(insertLibrary(ctx, tx, own.ID, out)); err != nil {
			return err
		}
		return recordLibrary(ctx, tx, didAddAttribute, own.AccountID, nil, &out)
	})
	if err != nil {
		return LibraryAttribute{}, err
	}
	return out, nil
}

// codeTaken makes what the unique constraint refused an error of the field.
func codeTaken(err error) error {
	if _, taken := storage.IsUnique(err); !taken {
		return err
	}
	var f apperr.Fields
	f.Add("code", ErrLibraryCode)
	return f.Err()
}

// ChangeAttribute changes an attribute of the library; its kind stays. Products keep what they copied (business-rules 4.5).
// Errors: field errors (of code also ErrLibraryCode), ErrAttributeNotFound, ErrAttributeChanged when somebody was quicker.
func (s *Service) ChangeAttribute(ctx context.Context, in LibraryInput) (LibraryAttribute, error) {
	own, err := s.own(ctx, in.Actor)
	if err != nil {
		return LibraryAttribute{}, err
	}
	out := in.tidied()
	err = s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		was, err := getLibrary(ctx, tx, own.ID, in.ID)
		if err != nil {
			return err
		}
		if was.Rev != in.Rev {
			return ErrAttributeChanged
		}
		out.Kind, out.Rev, out.CreatedAt, out.UpdatedAt = was.Kind, was.Rev+1, was.CreatedAt, tx.Now
		if err := out.check(); err != nil {
			return err
		}
		changed, err := updateLibrary(ctx, tx, out, was.Rev)
		if err != nil {
			return codeTaken(err)
		}
		if !changed {
			return ErrAttributeChanged
		}
		return recordLibrary(ctx, tx, didChangeAttribute, own.AccountID, &was, &out)
	})
	if err != nil {
		return LibraryAttribute{}, err
	}
	return out, nil
}

// DropAttributeInput names the attribute to delete; Rev is the revision seen.
type DropAttributeInput struct {
	Actor account.Actor
	ID    string
	Rev   int64
}

// DropAttribute deletes an attribute from the library; products keep what they copied (business-rules 4.5). Errors:
// ErrAttributeNotFound, ErrAttributeChanged.
func (s *Service) DropAttribute(ctx context.Context, in DropAttributeInput) error {
	own, err := s.own(ctx, in.Actor)
	if err != nil {
		return err
	}
	return s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		was, err := getLibrary(ctx, tx, own.ID, in.ID)
		if err != nil {
			return err
		}
		dropped, err := deleteLibrary(ctx, tx, was.ID, in.Rev)
		if err != nil {
			return err
		}
		if !dropped {
			return ErrAttributeChanged
		}
		if err := countDown(ctx, tx, own.ID); err != nil {
			return err
		}
		return recordLibrary(ctx, tx, didDropAttribute, own.AccountID, &was, nil)
	})
}
