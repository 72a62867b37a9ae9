package app

import (
	"context"
	"fmt"

	"github.com/souk-market/souk/internal/agreement"
	"github.com/souk-market/souk/internal/realname"
)

// buildPapers builds what says who somebody is and what it agreed to.
func (a *App) buildPapers(ctx context.Context) error {
	a.Agreements = agreement.New(a.DB)
	a.Accounts.SignTerms(signUpTerms{a.Agreements})
	if err := a.Agreements.Seed(ctx, agreements(a.Content)); err != nil {
		return fmt.Errorf("agreements: %w", err)
	}
	a.RealName = realname.New(realname.Deps{DB: a.DB, Queue: a.Queue, Log: a.Log, Accounts: a.Accounts, Notify: a.Notify, Files: a.Blobs, Box: a.Box})
	return nil
}
