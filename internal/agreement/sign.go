package agreement

import (
	"context"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/audit"
	"github.com/souk-market/souk/internal/kernel/id"
	"github.com/souk-market/souk/internal/storage"
)

// SignInput is a tick: who accepts which version for its account.
type SignInput struct {
	Actor   account.Actor
	Code    string
	Version string // as the page showed it
}

// Sign is SignTx in a transaction of its own.
func (s *Service) Sign(ctx context.Context, in SignInput) error {
	return s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error { return s.SignTx(ctx, tx, in) })
}

// SignTx records that the actor accepts the version for its account; accepting again changes nothing. Call it late in the
// transaction: it records in the audit log. Errors: ErrNotFound; ErrNewer when another version is in force.
func (s *Service) SignTx(ctx context.Context, tx *storage.Tx, in SignInput) error {
	d, err := s.currentAt(ctx, tx, in.Code, tx.Now)
	if err != nil {
		return err
	}
	if d.Version != in.Version {
		return ErrNewer
	}
	key := signedKey{in.Actor.ID, in.Code, in.Version}
	if s.cache.knows(key) {
		return nil
	}
	o := audit.OriginFrom(ctx)
	g := Signature{ID: id.New("sig", tx.Now), AccountID: in.Actor.ID, UserID: in.Actor.UserID, UserName: in.Actor.Name, Code: d.Code,
		Version: d.Version, Number: d.Number, At: tx.Now, Via: o.Via, Address: o.Address, Agent: o.Agent}
	if g.UserID == "" {
		g.UserID = g.AccountID
	}
	fresh, err := insertSignature(ctx, tx, g)
	if err != nil {
		return err
	}
	tx.OnCommit(func() { s.cache.learn(key) })
	if !fresh {
		return nil
	}
	return audit.Record(ctx, tx, audit.Change{Action: auditSigned, AccountID: g.AccountID, Object: g.Mark(),
		After: map[string]string{"agreement": d.Title.ZH, "version": d.Version}})
}

// RequireTx returns nil when the account has signed what is in force now (business-rules 2.11, 13.2: a new version must be
// ticked again before the next guarded action). It asks the database, inside a transaction the caller's *Tx.
// Errors: ErrNotFound, ErrUnsigned, ErrOutdated; the texts name the agreement in Chinese and English.
func (s *Service) RequireTx(ctx context.Context, q storage.Querier, accountID, code string) error {
	d, err := getCurrent(ctx, q, code, s.db.Clock().Now())
	if err != nil {
		return err
	}
	n, err := newestSigned(ctx, q, accountID, code)
	if err != nil {
		return err
	}
	switch stateOf(n, d.Number) {
	case StateUnsigned:
		return ErrUnsigned.With("title", d.Title)
	case StateOutdated:
		return ErrOutdated.With("title", d.Title, "version", d.Version)
	}
	return nil
}

// Mine is how the account stands towards every agreement that it signed, and towards those named in also, by code.
func (s *Service) Mine(ctx context.Context, accountID string, also ...string) ([]Standing, error) {
	q := s.db.Reader()
	signed, err := listSignatures(ctx, q, accountID)
	if err != nil {
		return nil, err
	}
	current, err := listCurrent(ctx, q, s.db.Clock().Now())
	if err != nil {
		return nil, err
	}
	byCode := map[string]*Standing{}
	var order []string
	add := func(code string) *Standing {
		if byCode[code] == nil {
			byCode[code] = &Standing{Code: code}
			order = append(order, code)
		}
		return byCode[code]
	}
	for _, g := range signed {
		st := add(g.Code)
		st.Signatures = append(st.Signatures, g)
	}
	for _, code := range also {
		add(code)
	}
	for _, d := range current {
		if st := byCode[d.Code]; st != nil {
			st.Current = d
		}
	}
	out := make([]Standing, 0, len(order))
	for _, code := range order {
		st := byCode[code]
		var newest int64
		for _, g := range st.Signatures {
			newest = max(newest, g.Number)
		}
		if st.State = stateOf(newest, st.Current.Number); st.State == StateUnsigned && st.Current.ID == "" {
			continue // asked for, but there is no such agreement
		}
		out = append(out, *st)
	}
	return out, nil
}
