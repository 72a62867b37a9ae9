package notify

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/souk-market/souk/internal/storage"
)

// States of a message's mail.
const (
	mailWaiting = "waiting"
	mailSent    = "sent"
	mailFailed  = "failed"
	mailNone    = "none"
)

type row struct {
	id, to, event, params, link string
	class                       int
	dedupe, batch, mail         string
	createdAt, readAt           time.Time
}

const insertMessagesSQL = `
INSERT INTO notify_messages
    (id, account_id, event, params, link, class, dedupe, batch, mail, mail_error, created_at, read_at)
VALUES {rows}
ON CONFLICT (account_id, event, dedupe) DO NOTHING`

// maxRows keeps a statement under the number of parameters that either engine takes.
const maxRows = 100

// insertMessages inserts all rows in one statement (one for each hundred) and returns how many were new.
func insertMessages(ctx context.Context, tx *storage.Tx, rows []row) (inserted int64, err error) {
	for len(rows) > 0 {
		part := rows[:min(len(rows), maxRows)]
		rows = rows[len(part):]
		var values []string
		var args []any
		for _, r := range part {
			n := len(args)
			values = append(values, fmt.Sprintf("($%d, $%d, $%d, $%d, $%d, $%d, $%d, $%d, $%d, '', $%d, 0)",
				n+1, n+2, n+3, n+4, n+5, n+6, n+7, n+8, n+9, n+10))
			args = append(args, r.id, r.to, r.event, r.params, r.link, r.class, r.dedupe, r.batch, r.mail, storage.Micros(r.createdAt))
		}
		n, err := tx.Exec(ctx, strings.Replace(insertMessagesSQL, "{rows}", strings.Join(values, ", "), 1), args...)
		if err != nil {
			return inserted, err
		}
		inserted += n
	}
	return inserted, nil
}

const columns = `id, account_id, event, params, link, class, dedupe, batch, mail, created_at, read_at`

type scanner interface{ Scan(...any) error }

func scanRow(s scanner) (row, error) {
	var r row
	var created, read int64
	err := s.Scan(&r.id, &r.to, &r.event, &r.params, &r.link, &r.class, &r.dedupe, &r.batch, &r.mail, &created, &read)
	r.createdAt, r.readAt = storage.FromMicros(created), storage.FromMicros(read)
	return r, err
}

func collect(ctx context.Context, q storage.Querier, query string, args ...any) ([]row, error) {
	rows, err := q.Query(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var out []row
	for rows.Next() {
		r, err := scanRow(rows)
		if err != nil {
			return nil, err
		}
		out = append(out, r)
	}
	return out, rows.Err()
}

const listWaitingSQL = `
SELECT ` + columns + ` FROM notify_messages
WHERE batch = $1 AND mail = 'waiting'
ORDER BY id`

func listWaiting(ctx context.Context, q storage.Querier, batch string) ([]row, error) {
	return collect(ctx, q, listWaitingSQL, batch)
}

const listGroupSinceSQL = `
SELECT ` + columns + ` FROM notify_messages
WHERE account_id = $1 AND created_at >= $2
ORDER BY id`

func listGroupSince(ctx context.Context, q storage.Querier, since time.Time) ([]row, error) {
	return collect(ctx, q, listGroupSinceSQL, Operators, storage.Micros(since))
}

type inboxQuery struct {
	accountID, before string
	unread            bool
	limit             int
}

// afterAll sorts after every id of a message, whatever the collation.
const afterAll = "msg_zzzzzzzzzzzzzzzzzzzzzzzzzzz"

const listInboxSQL = `
SELECT ` + columns + ` FROM notify_messages
WHERE account_id = $1 AND id < $2
ORDER BY id DESC LIMIT $3`

const listUnreadSQL = `
SELECT ` + columns + ` FROM notify_messages
WHERE account_id = $1 AND read_at = 0 AND id < $2
ORDER BY id DESC LIMIT $3`

func listInbox(ctx context.Context, q storage.Querier, in inboxQuery) ([]row, error) {
	if in.before == "" {
		in.before = afterAll
	}
	query := listInboxSQL
	if in.unread {
		query = listUnreadSQL
	}
	return collect(ctx, q, query, in.accountID, in.before, in.limit)
}

const getMessageSQL = `SELECT ` + columns + ` FROM notify_messages WHERE id = $1 AND account_id = $2`

func getMessage(ctx context.Context, q storage.Querier, accountID, messageID string) (row, error) {
	r, err := scanRow(q.QueryRow(ctx, getMessageSQL, messageID, accountID))
	if errors.Is(err, storage.ErrNoRows) {
		return row{}, ErrMessageNotFound
	}
	return r, err
}

const countUnreadSQL = `
SELECT COUNT(u.id) FROM (
    SELECT id FROM notify_messages WHERE account_id = $1 AND read_at = 0 ORDER BY id LIMIT $2
) u`

func countUnread(ctx context.Context, q storage.Querier, accountID string) (n int, err error) {
	err = q.QueryRow(ctx, countUnreadSQL, accountID, UnreadCap).Scan(&n)
	return n, err
}

const updateReadSQL = `UPDATE notify_messages SET read_at = $3 WHERE id = $1 AND account_id = $2 AND read_at = 0`

func updateRead(ctx context.Context, tx *storage.Tx, accountID, messageID string) error {
	_, err := tx.Exec(ctx, updateReadSQL, messageID, accountID, storage.Micros(tx.Now))
	return err
}

const updateAllReadSQL = `UPDATE notify_messages SET read_at = $2 WHERE account_id = $1 AND read_at = 0`

func updateAllRead(ctx context.Context, tx *storage.Tx, accountID string) error {
	_, err := tx.Exec(ctx, updateAllReadSQL, accountID, storage.Micros(tx.Now))
	return err
}

// outcome settles the mail of a message.
type outcome struct{ id, state, why string }

const updateMailSQL = `UPDATE notify_messages SET mail = $2, mail_error = $3 WHERE id = $1`

func updateMail(ctx context.Context, tx *storage.Tx, outcomes []outcome) error {
	for _, o := range outcomes {
		if _, err := tx.Exec(ctx, updateMailSQL, o.id, o.state, o.why); err != nil {
			return err
		}
	}
	return nil
}

const (
	forgetLettersSQL  = `DELETE FROM notify_letters WHERE message_id IN (SELECT id FROM notify_messages WHERE account_id = $1)`
	forgetMessagesSQL = `DELETE FROM notify_messages WHERE account_id = $1`
	forgetContactsSQL = `DELETE FROM notify_contacts WHERE account_id = $1 OR user_id = $1`
	forgetChannelsSQL = `DELETE FROM notify_channels WHERE account_id = $1`
)

func forget(ctx context.Context, tx *storage.Tx, accountID string) error {
	for _, query := range []string{forgetLettersSQL, forgetMessagesSQL, forgetContactsSQL, forgetChannelsSQL} {
		if _, err := tx.Exec(ctx, query, accountID); err != nil {
			return fmt.Errorf("forget messages of %s: %w", accountID, err)
		}
	}
	return nil
}
