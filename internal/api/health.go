package api

import (
	"context"
	"time"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/ledger"
	"github.com/souk-market/souk/internal/wallet"
)

type healthView struct {
	Status string    `json:"status" enum:"ok"`
	Now    time.Time `json:"now" doc:"The business time."`
}

type jobsView struct {
	Waiting  int64 `json:"waiting"`
	Running  int64 `json:"running"`
	Retrying int64 `json:"retrying"`
	Dead     int64 `json:"dead" doc:"Given up; somebody has to look."`
}

type statusView struct {
	Database      string   `json:"database" enum:"sqlite,postgres"`
	Jobs          jobsView `json:"jobs"`
	CallsInFlight int64    `json:"calls_in_flight" doc:"Attempts on this node."`
	Sandbox       bool     `json:"sandbox"`

	Search searchStatusView `json:"search"`
}

type searchStatusView struct {
	Ready     bool    `json:"ready" doc:"Whether the index of this node answers; until then the database does."`
	Building  bool    `json:"building"`
	Documents int     `json:"documents" doc:"Products that can be found, or that the build has taken so far."`
	Revision  int64   `json:"revision" doc:"Revision of the catalogue that the index shows."`
	Seconds   float64 `json:"seconds" doc:"What the last build took."`
}

func searchStatusOf(st catalog.SearchStatus) searchStatusView {
	return searchStatusView{st.Ready, st.Building, st.Documents, st.Revision, st.Took.Seconds()}
}

type ledgerFaultView struct {
	Chain   int    `json:"chain"`
	Seq     int64  `json:"seq,omitempty"`
	EntryID string `json:"entry_id,omitempty"`
	What    string `json:"what"`
}

type walletFaultView struct {
	AccountID string `json:"account_id"`
	What      string `json:"what"`
}

type ledgerView struct {
	OK           bool              `json:"ok"`
	Entries      int64             `json:"entries"`
	Postings     int64             `json:"postings"`
	Wallets      int64             `json:"wallets"`
	LedgerFaults []ledgerFaultView `json:"ledger_faults" doc:"The first 100."`
	WalletFaults []walletFaultView `json:"wallet_faults"`
}

func (s *server) health() {
	register(s, operation{id: "get-health", method: get, path: "/health", tag: tagHealth, summary: "Ask whether all is well",
		description: "For load balancers: 200 when the database answers.", needs: need(account.Public), service: []string{"storage.Ping"}},
		func(ctx context.Context, _ *none) (*output[healthView], error) {
			if err := s.DB.Ping(ctx); err != nil {
				s.Log.ErrorContext(ctx, "health: database does not answer", "request", s.RequestID(ctx), "error", err)
				return nil, ErrBusy
			}
			return answer(healthView{"ok", s.DB.Clock().Now()}, nil)
		})
	register(s, operation{id: "get-status", method: get, path: "/status", tag: tagHealth, summary: "Get the state of the house",
		description: "Database, jobs, calls and the search index of the node that answers.", needs: need(account.OperatorHealth), service: []string{"job.Counts", "call.InFlight", "sandbox.On", "catalog.SearchStatus"}},
		func(ctx context.Context, _ *none) (*output[statusView], error) {
			c, err := s.Queue.Counts(ctx)
			return answer(statusView{string(s.DB.Dialect()), jobsView(c), s.Calls.InFlight(), s.Sandbox.On(), searchStatusOf(s.Catalog.SearchStatus())}, err)
		})
	register(s, operation{id: "verify-ledger", method: get, path: "/ledger/verification", tag: tagHealth, summary: "Check the ledger",
		description: "Re-computes every hash and sum and compares every wallet. It reads the whole ledger.", needs: need(account.OperatorHealth),
		service: []string{"ledger.Verify", "wallet.Verify"}, errors: []*apperr.Error{}}, s.verify)
}

func (s *server) verify(ctx context.Context, _ *none) (*output[ledgerView], error) {
	book, err := s.Ledger.Verify(ctx)
	if err != nil {
		return nil, err
	}
	wallets, err := s.Wallet.Verify(ctx)
	return answer(ledgerView{OK: book.OK() && wallets.OK(), Entries: book.Entries, Postings: book.Postings, Wallets: wallets.Wallets,
		LedgerFaults: all(book.Faults, func(f ledger.Fault) ledgerFaultView { return ledgerFaultView(f) }),
		WalletFaults: all(wallets.Faults, func(f wallet.Fault) walletFaultView { return walletFaultView(f) })}, err)
}
