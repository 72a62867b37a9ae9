package instance_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/instance"
	"github.com/souk-market/souk/internal/kernel/clock"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/kernel/period"
	"github.com/souk-market/souk/internal/storage"
	"github.com/souk-market/souk/internal/storage/storetest"
)

func input(line, external string) instance.Open {
	return instance.Open{BuyerID: "acc_1", SellerID: "sel_1", ProductID: "prd_1", ProductName: i18n.Text{ZH: "会议", EN: "Meet"},
		SpecName: i18n.Text{ZH: "团队版", EN: "Team"}, SKUID: "sku_1", OrderID: "CS1", LineID: line, ExternalID: external, Quantity: 5,
		Periods: 3, Unit: period.Month}
}

func open(t *testing.T, db *storage.DB, s *instance.Service, in instance.Open) (i instance.Instance, err error) {
	t.Helper()
	err = db.InTx(t.Context(), func(ctx context.Context, tx *storage.Tx) error {
		i, err = s.OpenTx(ctx, tx, in)
		return err
	})
	return i, err
}

func TestALineAndASellersInstanceIDOpenOneInstanceOnly(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, _ *clock.Clock) {
		s := instance.New(db)
		if _, err := open(t, db, s, input("CS1-000001", "i-1")); err != nil {
			t.Fatal(err)
		}
		for name, in := range map[string]instance.Open{"the same line": input("CS1-000001", "i-2"), "the same instance id": input("CS2-000001", "i-1")} {
			if _, err := open(t, db, s, in); !errors.Is(err, instance.ErrExternalIDTaken) {
				t.Errorf("%s again: %v", name, err)
			}
		}
		other := input("CS3-000001", "i-1")
		other.SellerID = "sel_2" // another seller may use the same id
		if _, err := open(t, db, s, other); err != nil {
			t.Errorf("another seller: %v", err)
		}
	})
}

// business-rules 6.6: the term is counted in calendar months, and only the buyer sees the instance.
func TestAnInstanceHasItsTermAndItsBuyer(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		s := instance.New(db)
		i, err := open(t, db, s, input("CS1-000001", "i-1"))
		if err != nil {
			t.Fatal(err)
		}
		buyer := account.Actor{ID: "acc_1", Kind: account.Buyer}
		got, err := s.Get(t.Context(), buyer, i.ID)
		if err != nil || got != i || !got.OpenedAt.Equal(clk.Now()) || !got.ExpiresAt.Equal(time.Date(2027, 2, 22, 2, 0, 0, 0, time.UTC)) {
			t.Errorf("got %+v, %v; want %+v", got, err, i)
		}
		if _, err := s.Get(t.Context(), account.Actor{ID: "acc_2", Kind: account.Buyer}, i.ID); !errors.Is(err, instance.ErrNotFound) {
			t.Errorf("another buyer: %v", err)
		}
		if _, err := s.Get(t.Context(), account.Actor{ID: "acc_1", Kind: account.Operator}, i.ID); !errors.Is(err, account.ErrForbidden) {
			t.Errorf("an operator: %v", err)
		}
		for text, want := range map[string]int{"": 1, "会议": 1, "MEET": 1, "%": 0, "x": 0} {
			list, err := s.List(t.Context(), buyer, instance.Filter{Text: text}, page.Request{})
			if err != nil || len(list.Items) != want {
				t.Errorf("search %q: %d, %v; want %d", text, len(list.Items), err, want)
			}
		}
	})
}
