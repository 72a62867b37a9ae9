package account

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/souk-market/souk/internal/storage"
)

const countUsersSQL = `SELECT COUNT(id) FROM account_accounts WHERE owner_id = $1 AND state <> 'closed'`

func countUsers(ctx context.Context, q storage.Querier, ownerID string) (n int, err error) {
	err = q.QueryRow(ctx, countUsersSQL, ownerID).Scan(&n)
	return n, err
}

const listUsersSQL = `SELECT ` + columns + ` FROM account_accounts WHERE owner_id = $1 AND state <> 'closed' ORDER BY id DESC`

func listUsers(ctx context.Context, q storage.Querier, ownerID string) ([]User, error) {
	rows, err := q.Query(ctx, listUsersSQL, ownerID)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var out []User
	for rows.Next() {
		a, err := scanAccount(rows)
		if err != nil {
			return nil, err
		}
		out = append(out, User{Account: a})
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	members, err := listMembers(ctx, q, ownerID)
	if err != nil {
		return nil, err
	}
	for i := range out {
		for _, m := range members {
			if m.user == out[i].ID {
				out[i].Groups = append(out[i].Groups, m.group)
			}
		}
	}
	return out, nil
}

// getUser returns a sub-user of the owner that is not removed, or ErrUserNotFound.
func getUser(ctx context.Context, q storage.Querier, ownerID, userID string) (User, error) {
	a, err := getAccount(ctx, q, userID)
	if errors.Is(err, ErrAccountNotFound) || err == nil && (a.OwnerID == "" || a.OwnerID != ownerID || a.State == StateClosed) {
		return User{}, ErrUserNotFound
	}
	if err != nil {
		return User{}, err
	}
	u := User{Account: a}
	u.Groups, err = listGroupsOf(ctx, q, userID)
	return u, err
}

const updateUserSQL = `
UPDATE account_accounts SET name = $2, email = $3, phone = $4, programmatic = $5,
    email_proven = email_proven AND email = $3, phone_proven = phone_proven AND phone = $4
WHERE id = $1`

func updateUser(ctx context.Context, tx *storage.Tx, userID string, in userFields) error {
	_, err := tx.Exec(ctx, updateUserSQL, userID, in.Name, in.Email, in.Phone, in.Programmatic)
	return err
}

const updateStateSQL = `UPDATE account_accounts SET state = $2 WHERE id = $1`

func updateState(ctx context.Context, tx *storage.Tx, userID string, to State) error {
	_, err := tx.Exec(ctx, updateStateSQL, userID, string(to))
	return err
}

// closePersonSQL blanks what belongs to the person and frees the login. No password has the empty hash.
const closePersonSQL = `
UPDATE account_accounts SET state = 'closed', login_key = $2, email = '', phone = '', email_proven = FALSE, phone_proven = FALSE,
    password_hash = ''
WHERE id = $1`

const (
	endSessionsSQL = `DELETE FROM account_sessions WHERE account_id = $1`
	endTokensSQL   = `DELETE FROM account_tokens WHERE account_id = $1`
	endKeysSQL     = `DELETE FROM account_access_keys WHERE user_id = $1`
)

// endPerson closes somebody for good and deletes all that it could come in with.
func endPerson(ctx context.Context, tx *storage.Tx, userID string) error {
	if _, err := tx.Exec(ctx, closePersonSQL, userID, "closed:"+userID); err != nil {
		return err
	}
	for _, query := range []string{endSessionsSQL, endTokensSQL, endKeysSQL, leaveGroupsSQL} {
		if _, err := tx.Exec(ctx, query, userID); err != nil {
			return fmt.Errorf("end %s: %w", userID, err)
		}
	}
	return endFactors(ctx, tx, userID)
}

const listPeopleOfSQL = `SELECT ` + columns + ` FROM account_accounts WHERE owner_id = $1 ORDER BY id`

// listPeopleOf are all sub-users that an account ever had.
func listPeopleOf(ctx context.Context, q storage.Querier, ownerID string) ([]Account, error) {
	return listAccounts(ctx, q, listPeopleOfSQL, ownerID)
}

const countGroupsSQL = `SELECT COUNT(id) FROM account_groups WHERE account_id = $1`

func countGroups(ctx context.Context, q storage.Querier, accountID string) (n int, err error) {
	err = q.QueryRow(ctx, countGroupsSQL, accountID).Scan(&n)
	return n, err
}

const insertGroupSQL = `
INSERT INTO account_groups (id, account_id, name, permissions, created_at) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (account_id, name) DO NOTHING`

// insertGroup reports whether the name was free.
func insertGroup(ctx context.Context, tx *storage.Tx, g Group) (bool, error) {
	list, err := json.Marshal(g.Permissions)
	if err != nil {
		return false, err
	}
	n, err := tx.Exec(ctx, insertGroupSQL, g.ID, g.AccountID, g.Name, string(list), storage.Micros(g.CreatedAt))
	return n == 1, err
}

const nameTakenSQL = `SELECT COUNT(id) FROM account_groups WHERE account_id = $1 AND name = $2 AND id <> $3`

// nameIsFree is asked under the lock of the account; the unique constraint stands behind it.
func nameIsFree(ctx context.Context, tx *storage.Tx, g Group) (bool, error) {
	var n int
	err := tx.QueryRow(ctx, nameTakenSQL, g.AccountID, g.Name, g.ID).Scan(&n)
	return n == 0, err
}

const updateGroupSQL = `UPDATE account_groups SET name = $2, permissions = $3 WHERE id = $1`

func updateGroup(ctx context.Context, tx *storage.Tx, g Group) error {
	list, err := json.Marshal(g.Permissions)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, updateGroupSQL, g.ID, g.Name, string(list))
	return err
}

const (
	deleteGroupSQL   = `DELETE FROM account_groups WHERE id = $1`
	deleteMembersSQL = `DELETE FROM account_group_members WHERE group_id = $1`
)

func deleteGroup(ctx context.Context, tx *storage.Tx, groupID string) error {
	if _, err := tx.Exec(ctx, deleteMembersSQL, groupID); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, deleteGroupSQL, groupID)
	return err
}

const listGroupsSQL = `SELECT id, account_id, name, permissions, created_at FROM account_groups WHERE account_id = $1 ORDER BY name, id`

func listGroups(ctx context.Context, q storage.Querier, accountID string) ([]Group, error) {
	rows, err := q.Query(ctx, listGroupsSQL, accountID)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var out []Group
	for rows.Next() {
		var g Group
		var list string
		var created int64
		if err := rows.Scan(&g.ID, &g.AccountID, &g.Name, &list, &created); err != nil {
			return nil, err
		}
		if err := json.Unmarshal([]byte(list), &g.Permissions); err != nil {
			return nil, err
		}
		g.CreatedAt = storage.FromMicros(created)
		out = append(out, g)
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	members, err := listMembers(ctx, q, accountID)
	if err != nil {
		return nil, err
	}
	for i := range out {
		for _, m := range members {
			if m.group == out[i].ID {
				out[i].Members = append(out[i].Members, m.user)
			}
		}
	}
	return out, nil
}

// getGroup returns a group of the account: an account has at most MaxGroups.
func getGroup(ctx context.Context, q storage.Querier, accountID, groupID string) (Group, error) {
	all, err := listGroups(ctx, q, accountID)
	if err != nil {
		return Group{}, err
	}
	i := slices.IndexFunc(all, func(g Group) bool { return g.ID == groupID })
	if i < 0 {
		return Group{}, ErrGroupNotFound
	}
	return all[i], nil
}

type membership struct{ group, user string }

const listMembersSQL = `
SELECT m.group_id, m.user_id FROM account_group_members m JOIN account_groups g ON g.id = m.group_id
WHERE g.account_id = $1 ORDER BY m.group_id, m.user_id`

func listMembers(ctx context.Context, q storage.Querier, accountID string) ([]membership, error) {
	rows, err := q.Query(ctx, listMembersSQL, accountID)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var out []membership
	for rows.Next() {
		var m membership
		if err := rows.Scan(&m.group, &m.user); err != nil {
			return nil, err
		}
		out = append(out, m)
	}
	return out, rows.Err()
}

const listGroupsOfSQL = `SELECT group_id FROM account_group_members WHERE user_id = $1 ORDER BY group_id`

func listGroupsOf(ctx context.Context, q storage.Querier, userID string) ([]string, error) {
	return storage.Texts(q.Query(ctx, listGroupsOfSQL, userID))
}

const insertMemberSQL = `INSERT INTO account_group_members (group_id, user_id) VALUES ($1, $2) ON CONFLICT (group_id, user_id) DO NOTHING`

// setMembers makes exactly these sub-users of the account the group's members.
func setMembers(ctx context.Context, tx *storage.Tx, g Group) error {
	if _, err := tx.Exec(ctx, deleteMembersSQL, g.ID); err != nil {
		return err
	}
	for _, userID := range g.Members {
		if _, err := getUser(ctx, tx, g.AccountID, userID); err != nil {
			if errors.Is(err, ErrUserNotFound) {
				return badField("members", ErrUserNotFound)
			}
			return err
		}
		if _, err := tx.Exec(ctx, insertMemberSQL, g.ID, userID); err != nil {
			return err
		}
	}
	return nil
}

const leaveGroupsSQL = `DELETE FROM account_group_members WHERE user_id = $1`

// setUserGroups puts a sub-user into exactly these groups of its main account.
func setUserGroups(ctx context.Context, tx *storage.Tx, u Account, groups []string) error {
	if _, err := tx.Exec(ctx, leaveGroupsSQL, u.ID); err != nil {
		return err
	}
	if len(groups) == 0 {
		return nil
	}
	all, err := listGroups(ctx, tx, u.OwnerID)
	if err != nil {
		return err
	}
	for _, want := range groups {
		if !slices.ContainsFunc(all, func(g Group) bool { return g.ID == want }) {
			return badField("groups", ErrGroupNotFound)
		}
		if _, err := tx.Exec(ctx, insertMemberSQL, want, u.ID); err != nil {
			return err
		}
	}
	return nil
}
