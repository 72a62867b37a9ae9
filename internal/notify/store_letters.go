package notify

import (
	"context"

	"github.com/souk-market/souk/internal/storage"
)

const insertLetterSQL = `
INSERT INTO notify_letters (message_id, channel, address, name, lang, state, error, batch)
VALUES ($1, $2, $3, $4, $5, 'waiting', '', $6)
ON CONFLICT (message_id, channel, address) DO NOTHING`

func insertLetter(ctx context.Context, tx *storage.Tx, l written) error {
	_, err := tx.Exec(ctx, insertLetterSQL, l.messageID, string(l.channel), l.address, l.name, l.lang, l.batch)
	return err
}

const listWaitingLettersSQL = `
SELECT l.message_id, l.channel, l.address, l.name, l.lang, l.batch, m.event, m.params, m.link, m.created_at
FROM notify_letters l JOIN notify_messages m ON m.id = l.message_id
WHERE l.batch = $1 AND l.state = 'waiting'
ORDER BY l.message_id, l.channel, l.address`

// listWaitingLetters returns the letters of a batch, each with what its message says.
func listWaitingLetters(ctx context.Context, q storage.Querier, batch string) ([]written, []row, error) {
	rows, err := q.Query(ctx, listWaitingLettersSQL, batch)
	if err != nil {
		return nil, nil, err
	}
	defer func() { _ = rows.Close() }()
	var letters []written
	var messages []row
	for rows.Next() {
		var l written
		var r row
		var created int64
		if err := rows.Scan(&l.messageID, &l.channel, &l.address, &l.name, &l.lang, &l.batch, &r.event, &r.params, &r.link, &created); err != nil {
			return nil, nil, err
		}
		r.id, r.createdAt = l.messageID, storage.FromMicros(created)
		letters, messages = append(letters, l), append(messages, r)
	}
	return letters, messages, rows.Err()
}

const updateLetterSQL = `
UPDATE notify_letters SET state = $4, error = $5 WHERE message_id = $1 AND channel = $2 AND address = $3`

func updateLetter(ctx context.Context, tx *storage.Tx, l written, o outcome) error {
	_, err := tx.Exec(ctx, updateLetterSQL, l.messageID, string(l.channel), l.address, o.state, o.why)
	return err
}
