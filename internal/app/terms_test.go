package app_test

import (
	"errors"
	"testing"

	"github.com/souk-market/souk/internal/agreement"
	"github.com/souk-market/souk/internal/app/apptest"
	"github.com/souk-market/souk/internal/catalog"
)

// business-rules 2.11, 13.2: a new version of the sellers' agreement is ticked again before the next guarded action.
func TestASellerAcceptsTheNewestAgreementBeforeTheNextSubmission(t *testing.T) {
	t.Parallel()
	apptest.Run(t, func(t *testing.T, m *apptest.Market) {
		ctx := t.Context()
		must := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		current, err := m.Agreements.Current(ctx, agreement.SellerGeneral)
		must(err)
		accept := func(version string) error {
			return m.Agreements.Sign(ctx, agreement.SignInput{Actor: m.Seller, Code: current.Code, Version: version})
		}
		must(accept(current.Version))
		product := m.Publish("http://127.0.0.1:8090/produce", nil)
		d, err := m.Catalog.OpenModification(ctx, catalog.OpenModificationInput{Actor: m.Seller, ProductID: product})
		must(err)
		_, err = m.Agreements.Publish(ctx, agreement.PublishInput{Actor: m.Operator, Code: current.Code, Base: current.Number,
			Draft: agreement.Draft{Version: "2099-01", Title: current.Title, Body: current.Body}})
		must(err)
		submit := func() error {
			_, err := m.Catalog.Submit(ctx, catalog.SubmitInput{Actor: m.Seller, ApplicationID: d.ID, Rev: d.Rev})
			return err
		}
		if err := submit(); !errors.Is(err, agreement.ErrOutdated) {
			t.Errorf("with the agreement of before: %v", err)
		}
		if err := accept(current.Version); !errors.Is(err, agreement.ErrNewer) {
			t.Errorf("the version of before is accepted again: %v", err)
		}
		must(accept("2099-01"))
		must(submit())
	})
}
