package seller

import (
	"context"
	"errors"
	"fmt"

	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/storage"
)

const insertExitSQL = `
INSERT INTO seller_exits (id, seller_id, account_id, state, reason, asked_at, asked_name, decided_at, decided_name, answer)
VALUES ($1, $2, $3, $4, $5, $6, $7, 0, '', '')
ON CONFLICT DO NOTHING`

// insertExit stores a request, or returns ErrExitOpen when one is open.
func insertExit(ctx context.Context, tx *storage.Tx, e Exit) error {
	n, err := tx.Exec(ctx, insertExitSQL, e.ID, e.SellerID, e.AccountID, e.State, e.Reason, storage.Micros(e.AskedAt), e.AskedName)
	if err != nil {
		return fmt.Errorf("request exit of %s: %w", e.SellerID, err)
	}
	if n == 0 {
		return ErrExitOpen
	}
	return nil
}

// exitAnswer is who ended a request, and what was said.
type exitAnswer struct{ by, text string }

const moveExitSQL = `
UPDATE seller_exits SET state = $3, decided_at = $4, decided_name = $5, answer = $6 WHERE id = $1 AND state = $2`

// moveExit ends a request as its table allows; who comes second gets ErrExitState.
func moveExit(ctx context.Context, tx *storage.Tx, e *Exit, event string, a exitAnswer) error {
	to, err := ExitMachine.Next(e.State, event)
	if err != nil {
		return ErrExitState
	}
	n, err := tx.Exec(ctx, moveExitSQL, e.ID, e.State, to, storage.Micros(tx.Now), a.by, a.text)
	if err != nil {
		return fmt.Errorf("%s exit %s: %w", event, e.ID, err)
	}
	if n == 0 {
		return ErrExitState
	}
	e.State, e.DecidedAt, e.DecidedName, e.Answer = to, tx.Now, a.by, a.text
	return nil
}

// closeExit ends the open request of a seller that is expelled, if there is one.
func closeExit(ctx context.Context, tx *storage.Tx, sellerID string) error {
	e, err := lastExit(ctx, tx, sellerID)
	if errors.Is(err, ErrExitNotFound) || err == nil && !e.Open() {
		return nil
	}
	if err != nil {
		return err
	}
	return moveExit(ctx, tx, &e, EventOverrule, exitAnswer{})
}

const (
	exitColumns   = `SELECT id, seller_id, account_id, state, reason, asked_at, asked_name, decided_at, decided_name, answer FROM seller_exits`
	selectExitSQL = exitColumns + ` WHERE id = $1`
	lastExitSQL   = exitColumns + ` WHERE seller_id = $1 ORDER BY CASE WHEN state = 'requested' THEN 0 ELSE 1 END, asked_at DESC, id DESC LIMIT 1`
	listExitsSQL  = exitColumns + ` WHERE state = 'requested' AND (asked_at > $1 OR asked_at = $1 AND id > $2) ORDER BY asked_at, id LIMIT $3`
)

func scanExit(r scanner) (Exit, error) {
	var e Exit
	var asked, decided int64
	err := r.Scan(&e.ID, &e.SellerID, &e.AccountID, &e.State, &e.Reason, &asked, &e.AskedName, &decided, &e.DecidedName, &e.Answer)
	e.AskedAt, e.DecidedAt = storage.FromMicros(asked), storage.FromMicros(decided)
	return e, err
}

func oneExit(r scanner, what string) (Exit, error) {
	e, err := scanExit(r)
	if errors.Is(err, storage.ErrNoRows) {
		return Exit{}, ErrExitNotFound
	}
	if err != nil {
		return Exit{}, fmt.Errorf("get exit %s: %w", what, err)
	}
	return e, nil
}

func getExit(ctx context.Context, q storage.Querier, id string) (Exit, error) {
	return oneExit(q.QueryRow(ctx, selectExitSQL, id), id)
}

// lastExit is the open request of a seller, or the last one.
func lastExit(ctx context.Context, q storage.Querier, sellerID string) (Exit, error) {
	return oneExit(q.QueryRow(ctx, lastExitSQL, sellerID), "of "+sellerID)
}

func listExits(ctx context.Context, q storage.Querier, req page.Request) (page.Of[Exit], error) {
	var at int64
	var last string
	if _, err := req.After(&at, &last); err != nil {
		return page.Of[Exit]{}, err
	}
	out, err := readAll(ctx, q, scanExit, listExitsSQL, at, last, req.Size()+1)
	if err != nil {
		return page.Of[Exit]{}, err
	}
	return page.Cut(out, req.Size(), func(e Exit) []any { return []any{e.AskedAt.UnixMicro(), e.ID} }), nil
}
