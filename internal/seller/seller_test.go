package seller_test

import (
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/clock"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/seller"
	"github.com/souk-market/souk/internal/storage"
	"github.com/souk-market/souk/internal/storage/storetest"
)

func reedbridge() seller.CreateInput {
	return seller.CreateInput{AccountID: "acc_1", Name: i18n.Text{ZH: "苇桥软件", EN: "Reedbridge"},
		Intro: i18n.Text{ZH: "协作应用"}, SupportEmail: "support@reedbridge.example.com", SupportPhone: "400-000-0101",
		SupportHours: i18n.Text{ZH: "工作日 9:00–18:00", EN: "Mon–Fri, 9:00–18:00"}}
}

func TestSellerIsStoredAndFound(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		ctx, s := t.Context(), seller.New(seller.Deps{DB: db})
		made, err := s.Create(ctx, reedbridge())
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasPrefix(made.ID, "sel_") || !made.CreatedAt.Equal(clk.Now()) {
			t.Errorf("got id %q, created %v", made.ID, made.CreatedAt)
		}
		byID, err := s.Get(ctx, made.ID)
		if err != nil {
			t.Fatal(err)
		}
		byAccount, err := s.ByAccount(ctx, "acc_1")
		if err != nil {
			t.Fatal(err)
		}
		many, err := s.GetMany(ctx, []string{made.ID, made.ID, "sel_unknown", ""})
		if err != nil {
			t.Fatal(err)
		}
		for name, got := range map[string]seller.Seller{"Get": byID, "ByAccount": byAccount, "GetMany": many[made.ID]} {
			if diff := cmp.Diff(made, got); diff != "" {
				t.Errorf("%s: %s", name, diff)
			}
		}
		if len(many) != 1 {
			t.Errorf("got %d sellers, want 1", len(many))
		}
		if _, err := s.Get(ctx, "sel_unknown"); !errors.Is(err, seller.ErrSellerNotFound) {
			t.Errorf("unknown id: got %v", err)
		}
		if _, err := s.ByAccount(ctx, "acc_2"); !errors.Is(err, seller.ErrSellerNotFound) {
			t.Errorf("unknown account: got %v", err)
		}
		if none, err := s.GetMany(ctx, nil); err != nil || len(none) != 0 {
			t.Errorf("no ids: got %v, %v", none, err)
		}
	})
}

func TestAccountHasOneSeller(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, _ *clock.Clock) {
		s := seller.New(seller.Deps{DB: db})
		results := make(chan error)
		for range 8 {
			go func() {
				_, err := s.Create(t.Context(), reedbridge())
				results <- err
			}()
		}
		made := 0
		for range 8 {
			switch err := <-results; {
			case err == nil:
				made++
			case !errors.Is(err, seller.ErrAccountTaken):
				t.Errorf("got %v", err)
			}
		}
		if made != 1 {
			t.Errorf("%d sellers were made, want 1", made)
		}
	})
}

func TestEveryBadFieldIsNamed(t *testing.T) {
	t.Parallel()
	in := seller.CreateInput{Name: i18n.Text{ZH: "苇", EN: strings.Repeat("x", 51)}, Intro: i18n.Text{ZH: strings.Repeat("长", 1001), EN: "\x00"},
		SupportEmail: "Support <a@b.example>", SupportPhone: "call me", SupportHours: i18n.Text{EN: strings.Repeat("x", 101)}}
	got := slices.Sorted(maps.Keys(apperr.FieldsOf(in.Validate())))
	want := []string{"account", "intro_en", "intro_zh", "name_en", "name_zh", "support_email", "support_hours_en", "support_hours_zh", "support_phone"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if err := reedbridge().Validate(); err != nil {
		t.Errorf("a good seller is refused: %v", err)
	}
}
