package account

import (
	"context"
	"fmt"

	"github.com/souk-market/souk/internal/storage"
)

// forgetPersonSQL blanks what still says who somebody was after [endPerson]. What lists show instead tells two apart.
const forgetPersonSQL = `UPDATE account_accounts SET login = '', name = $2, legal_name = '', verified = '', country = '' WHERE id = $1`

const (
	forgetCodesSQL      = `DELETE FROM account_codes WHERE account_id = $1`
	forgetTargetSQL     = `DELETE FROM account_codes WHERE target <> '' AND target IN ($1, $2)`
	forgetCeremoniesSQL = `DELETE FROM account_ceremonies WHERE user_id = $1`
)

// forgetPerson deletes all that somebody could come in with, and all that says who it was.
func forgetPerson(ctx context.Context, tx *storage.Tx, a Account) error {
	if err := endPerson(ctx, tx, a.ID); err != nil {
		return err
	}
	for _, step := range []struct {
		query string
		args  []any
	}{
		{forgetPersonSQL, []any{a.ID, closedName(a.ID)}},
		{forgetCodesSQL, []any{a.ID}},
		{forgetTargetSQL, []any{targetKey(a.Email), a.Phone}},
		{forgetCeremoniesSQL, []any{a.ID}},
	} {
		if _, err := tx.Exec(ctx, step.query, step.args...); err != nil {
			return fmt.Errorf("forget %s: %w", a.ID, err)
		}
	}
	return nil
}

// closedName is what lists show of somebody who closed the account: nothing about the person, but telling two apart.
func closedName(id string) string { return "closed-" + id[max(0, len(id)-6):] }

const (
	deleteOrgMembersSQL = `DELETE FROM account_group_members WHERE group_id IN (SELECT id FROM account_groups WHERE account_id = $1)`
	deleteOrgGroupsSQL  = `DELETE FROM account_groups WHERE account_id = $1`
)

// deleteGroups deletes all groups of an organisation.
func deleteGroups(ctx context.Context, tx *storage.Tx, accountID string) error {
	for _, query := range []string{deleteOrgMembersSQL, deleteOrgGroupsSQL} {
		if _, err := tx.Exec(ctx, query, accountID); err != nil {
			return fmt.Errorf("delete groups of %s: %w", accountID, err)
		}
	}
	return nil
}

// A number's row is only a lock; who holds it now keeps this from being taken away under its hands.
const deleteOldPhonesSQL = `
DELETE FROM account_phones WHERE NOT EXISTS (
    SELECT id FROM account_accounts WHERE account_accounts.phone = account_phones.phone AND account_accounts.phone <> '')`

func deleteOldPhones(ctx context.Context, tx *storage.Tx) error {
	_, err := tx.Exec(ctx, deleteOldPhonesSQL)
	return err
}
