package seller_test

import (
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/clock"
	"github.com/souk-market/souk/internal/kernel/period"
	"github.com/souk-market/souk/internal/seller"
	"github.com/souk-market/souk/internal/storage"
	"github.com/souk-market/souk/internal/storage/storetest"
)

func TestWhatDocumentsProveCountsInsteadOfWhatIsTyped(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		h := setup(t, db, clk)
		h.proofs[h.pia.ID] = seller.Proof{Born: "2010-01-01"}
		if _, err := h.submit(h.pia, h.good(h.pia)); apperr.FieldsOf(err)["born"] == nil {
			t.Errorf("a child that types another birthday: %v", err)
		}
		h.proofs[h.ann.ID] = seller.Proof{Founded: "2018-06-01"}
		form := h.good(h.ann)
		form.Founded = ""
		if sub, err := h.submit(h.ann, form); err != nil || sub.Form.Founded != "2018-06-01" {
			t.Errorf("founded %q, %v", sub.Form.Founded, err)
		}
	})
}

// business-rules 2.3: our choice: configurable.
func TestTheFiguresOfAdmissionCanBeSet(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		h := setup(t, db, clk)
		deps := h.deps
		deps.Rules = &seller.Rules{FoundedYears: 10, CapitalCNY: 10_000_000, Team: 50, Age: 40}
		strict := seller.New(deps)
		e := h.save(h.ann, h.good(h.ann))
		_, err := strict.SubmitEntry(t.Context(), seller.SubmitEntryInput{Actor: h.ann, Rev: e.Rev, Agreement: agreementVersion})
		if diff := cmp.Diff([]string{"capital", "founded", "team"}, slices.Sorted(maps.Keys(apperr.FieldsOf(err)))); diff != "" {
			t.Error(diff)
		}
		if text := apperr.FieldsOf(err)["capital"]; text == nil || text.Text("en") != "The registered capital has to be at least CNY 10,000,000." {
			t.Errorf("capital: %v", text)
		}
		e = h.save(h.pia, h.good(h.pia))
		if _, err := strict.SubmitEntry(t.Context(), seller.SubmitEntryInput{Actor: h.pia, Rev: e.Rev, Agreement: agreementVersion}); apperr.FieldsOf(err)["born"] == nil {
			t.Errorf("36 years old: %v", err)
		}
	})
}

// business-rules 2.3: a figure of 0 is no condition, also when all four are 0.
func TestAFigureOfZeroIsNoCondition(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		h := setup(t, db, clk)
		deps := h.deps
		deps.Rules = &seller.Rules{}
		open := seller.New(deps)
		company, person := h.good(h.ann), h.good(h.pia)
		today := h.clk.Now().In(period.Shanghai()).Format(time.DateOnly)
		company.Founded, company.Years, company.Team, company.Capital, person.Born = today, "0-1", "0", "0", today
		for _, x := range []struct {
			who  account.Actor
			form seller.EntryForm
		}{{h.ann, company}, {h.pia, person}} {
			e := h.save(x.who, x.form)
			if _, err := open.SubmitEntry(t.Context(), seller.SubmitEntryInput{Actor: x.who, Rev: e.Rev, Agreement: agreementVersion}); err != nil {
				t.Errorf("%s: %v %v", x.who.Name, err, apperr.FieldsOf(err))
			}
		}
	})
}
