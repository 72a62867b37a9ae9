package joint

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/souk-market/souk/internal/kernel/money"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/storage"
)

// yearDoc is a year of a plan as it is stored.
type yearDoc struct {
	Year     int    `json:"year"`
	GMV      int64  `json:"gmv"` // minor units
	Currency string `json:"currency"`
	Projects int64  `json:"projects"`
}

func yearDocs(years []Year) []yearDoc {
	out := make([]yearDoc, len(years))
	for i, y := range years {
		out[i] = yearDoc{y.Year, y.GMV.Minor, y.GMV.Currency, y.Projects}
	}
	return out
}

func decodeYears(raw string, into *[]Year) error {
	var docs []yearDoc
	if err := json.Unmarshal([]byte(raw), &docs); err != nil {
		return err
	}
	for _, d := range docs {
		*into = append(*into, Year{d.Year, money.New(d.GMV, d.Currency), d.Projects})
	}
	return nil
}

const insertPlanSQL = `
INSERT INTO joint_plans (id, product_id, product_name, seller_id, account_id, seller_name, n, state, rev, years, reason, search_text,
    submitted_at, decided_at, decided_name)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, '', $11, $12, 0, '')`

func insertPlan(ctx context.Context, tx *storage.Tx, p Plan) error {
	_, err := tx.Exec(ctx, insertPlanSQL, p.ID, p.ProductID, encode(p.Product), p.SellerID, p.AccountID, encode(p.SellerName), p.N, p.State, p.Rev,
		encode(yearDocs(p.Years)), searchText(p.Product.ZH, p.Product.EN, p.SellerName.ZH, p.SellerName.EN, p.ProductID, p.ID), storage.Micros(p.SubmittedAt))
	return err
}

const updatePlanSQL = `
UPDATE joint_plans SET state = $2, rev = $3, reason = $4, decided_at = $5, decided_name = $6 WHERE id = $1 AND state = $7 AND rev = $8`

// updatePlan moves a version on from what was seen, or ErrPlanChanged.
func updatePlan(ctx context.Context, tx *storage.Tx, seen, next Plan) error {
	n, err := tx.Exec(ctx, updatePlanSQL, next.ID, next.State, next.Rev, next.Reason, storage.Micros(next.DecidedAt), next.DecidedName, seen.State, seen.Rev)
	return oneChanged(n, err, ErrPlanChanged)
}

const (
	planColumns = `
SELECT p.id, p.product_id, p.product_name, p.seller_id, p.account_id, p.seller_name, p.n, p.state, p.rev, p.years, p.reason, p.submitted_at,
    p.decided_at, p.decided_name
FROM joint_plans p`
	selectPlanSQL = planColumns + ` WHERE p.id = $1`
	latestPlanSQL = planColumns + ` WHERE p.product_id = $1 ORDER BY p.n DESC LIMIT 1`
	inForceSQL    = planColumns + ` WHERE p.product_id = $1 AND p.state = 'approved' ORDER BY p.n DESC LIMIT 1`
	listPlansSQL  = planColumns + `
WHERE ($1 = '' OR p.seller_id = $1) AND ($2 = '' OR p.product_id = $2) AND ($3 = '' OR p.state = $3)
    AND ($4 = '' OR p.search_text LIKE $4 ESCAPE '!') AND ($5 = '' OR $5 LIKE '%,' || p.product_id || ',%') AND ($6 = '' OR p.id < $6)
ORDER BY p.id DESC LIMIT $7`
	waitingPlansSQL = planColumns + `
WHERE p.state = 'in_review' AND ($1 = '' OR p.search_text LIKE $1 ESCAPE '!') AND (p.submitted_at > $2 OR p.submitted_at = $2 AND p.id > $3)
ORDER BY p.submitted_at, p.id LIMIT $4`
	newestPlansSQL = planColumns + `
WHERE p.seller_id = $1 AND (p.n = (SELECT MAX(x.n) FROM joint_plans x WHERE x.product_id = p.product_id)
    OR p.n = (SELECT MAX(x.n) FROM joint_plans x WHERE x.product_id = p.product_id AND x.state = 'approved'))
ORDER BY p.id`
)

func scanPlan(s scanner) (Plan, error) {
	var p Plan
	var product, name, years string
	var submitted, decided int64
	if err := s.Scan(&p.ID, &p.ProductID, &product, &p.SellerID, &p.AccountID, &name, &p.N, &p.State, &p.Rev, &years, &p.Reason, &submitted,
		&decided, &p.DecidedName); err != nil {
		return Plan{}, err
	}
	p.SubmittedAt, p.DecidedAt = storage.FromMicros(submitted), storage.FromMicros(decided)
	return p, errors.Join(decodeText(product, &p.Product), decodeText(name, &p.SellerName), decodeYears(years, &p.Years))
}

func getPlan(ctx context.Context, q storage.Querier, planID string) (Plan, error) {
	p, err := scanPlan(q.QueryRow(ctx, selectPlanSQL, planID))
	return oneOf(p, err, ErrPlanNotFound)
}

// latestPlan is the newest version of a product's plan, zero when there is none.
func latestPlan(ctx context.Context, q storage.Querier, productID string) (Plan, error) {
	p, err := scanPlan(q.QueryRow(ctx, latestPlanSQL, productID))
	return none(oneOf(p, err, ErrPlanNotFound))
}

// planInForce is the version that was approved last, zero when there is none.
func planInForce(ctx context.Context, q storage.Querier, productID string) (Plan, error) {
	p, err := scanPlan(q.QueryRow(ctx, inForceSQL, productID))
	return none(oneOf(p, err, ErrPlanNotFound))
}

// newestPlans are the newest version and the one in force of each product of a seller.
func newestPlans(ctx context.Context, q storage.Querier, sellerID string) (latest, inForce map[string]Plan, err error) {
	rows, err := readAll(ctx, q, scanPlan, newestPlansSQL, sellerID)
	latest, inForce = map[string]Plan{}, map[string]Plan{}
	for _, p := range rows {
		if p.N > latest[p.ProductID].N {
			latest[p.ProductID] = p
		}
		if p.State == PlanApproved && p.N > inForce[p.ProductID].N {
			inForce[p.ProductID] = p
		}
	}
	return latest, inForce, err
}

// planQuery narrows a list of versions; empty members do not.
type planQuery struct {
	sellerID, productID, state, text string
	among                            storage.Among // products
}

func listPlans(ctx context.Context, q storage.Querier, f planQuery, r page.Request) (page.Of[Plan], error) {
	last, err := lastID(r)
	if err != nil {
		return page.Of[Plan]{}, err
	}
	rows, err := readAll(ctx, q, scanPlan, listPlansSQL, f.sellerID, f.productID, f.state, storage.Contains(f.text), string(f.among), last, r.Size()+1)
	if err != nil {
		return page.Of[Plan]{}, fmt.Errorf("business plans: %w", err)
	}
	return page.Cut(rows, r.Size(), func(p Plan) []any { return []any{p.ID} }), nil
}

func listPlansWaiting(ctx context.Context, q storage.Querier, text string, r page.Request) (page.Of[Plan], error) {
	var from int64
	var last string
	if _, err := r.After(&from, &last); err != nil {
		return page.Of[Plan]{}, err
	}
	rows, err := readAll(ctx, q, scanPlan, waitingPlansSQL, storage.Contains(text), from, last, r.Size()+1)
	if err != nil {
		return page.Of[Plan]{}, fmt.Errorf("business plans: %w", err)
	}
	return page.Cut(rows, r.Size(), func(p Plan) []any { return []any{storage.Micros(p.SubmittedAt), p.ID} }), nil
}
