package notify

import (
	"context"
	"encoding/json"
	"errors"

	"github.com/souk-market/souk/internal/storage"
)

const listChannelsSQL = `SELECT class, mail, sms FROM notify_channels WHERE account_id = $1 ORDER BY class`

func listChannels(ctx context.Context, q storage.Querier, accountID string) ([]Channels, error) {
	rows, err := q.Query(ctx, listChannelsSQL, accountID)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var out []Channels
	for rows.Next() {
		var c Channels
		if err := rows.Scan(&c.Class, &c.Mail, &c.SMS); err != nil {
			return nil, err
		}
		out = append(out, c)
	}
	return out, rows.Err()
}

const upsertChannelsSQL = `
INSERT INTO notify_channels (account_id, class, mail, sms) VALUES ($1, $2, $3, $4)
ON CONFLICT (account_id, class) DO UPDATE SET mail = excluded.mail, sms = excluded.sms`

func upsertChannels(ctx context.Context, tx *storage.Tx, accountID string, c Channels) error {
	_, err := tx.Exec(ctx, upsertChannelsSQL, accountID, c.Class, c.Mail, c.SMS)
	return err
}

const contactColumns = `id, account_id, user_id, name, email, phone, classes`

func scanContact(s scanner) (Contact, error) {
	var c Contact
	var classes string
	if err := s.Scan(&c.ID, &c.AccountID, &c.UserID, &c.Name, &c.Email, &c.Phone, &classes); err != nil {
		return Contact{}, err
	}
	return c, json.Unmarshal([]byte(classes), &c.Classes)
}

const listContactsSQL = `SELECT ` + contactColumns + ` FROM notify_contacts WHERE account_id = $1 ORDER BY id`

func listContacts(ctx context.Context, q storage.Querier, accountID string) ([]Contact, error) {
	rows, err := q.Query(ctx, listContactsSQL, accountID)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var out []Contact
	for rows.Next() {
		c, err := scanContact(rows)
		if err != nil {
			return nil, err
		}
		out = append(out, c)
	}
	return out, rows.Err()
}

const getContactSQL = `SELECT ` + contactColumns + ` FROM notify_contacts WHERE id = $1 AND account_id = $2`

func getContact(ctx context.Context, q storage.Querier, accountID, contactID string) (Contact, error) {
	c, err := scanContact(q.QueryRow(ctx, getContactSQL, contactID, accountID))
	if errors.Is(err, storage.ErrNoRows) {
		return Contact{}, ErrContactNotFound
	}
	return c, err
}

// lockContactsSQL makes the row of the account's first class if there is none and takes its lock, so that the number of
// contacts stays right however many are added at once.
const lockContactsSQL = `
INSERT INTO notify_channels (account_id, class, mail, sms) VALUES ($1, $2, TRUE, FALSE)
ON CONFLICT (account_id, class) DO UPDATE SET mail = notify_channels.mail`

const insertContactSQL = `
INSERT INTO notify_contacts (id, account_id, user_id, name, email, phone, classes, created_at)
SELECT $1, $2, $3, $4, $5, $6, $7, $8
WHERE (SELECT COUNT(id) FROM notify_contacts WHERE account_id = $2) < $9`

// insertContact returns 0 when the account has MaxContacts.
func insertContact(ctx context.Context, tx *storage.Tx, c Contact) (int64, error) {
	classes, err := json.Marshal(c.Classes)
	if err != nil {
		return 0, err
	}
	if _, err := tx.Exec(ctx, lockContactsSQL, c.AccountID, ClassOpened); err != nil {
		return 0, err
	}
	return tx.Exec(ctx, insertContactSQL, c.ID, c.AccountID, c.UserID, c.Name, c.Email, c.Phone, string(classes), storage.Micros(tx.Now), MaxContacts)
}

const updateContactSQL = `
UPDATE notify_contacts SET user_id = $3, name = $4, email = $5, phone = $6, classes = $7 WHERE id = $1 AND account_id = $2`

func updateContact(ctx context.Context, tx *storage.Tx, c Contact) error {
	classes, err := json.Marshal(c.Classes)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, updateContactSQL, c.ID, c.AccountID, c.UserID, c.Name, c.Email, c.Phone, string(classes))
	return err
}

const deleteContactSQL = `DELETE FROM notify_contacts WHERE id = $1 AND account_id = $2`

func deleteContact(ctx context.Context, tx *storage.Tx, accountID, contactID string) error {
	_, err := tx.Exec(ctx, deleteContactSQL, contactID, accountID)
	return err
}
