package blob

import (
	"context"
	"iter"

	"github.com/souk-market/souk/internal/kernel/clock"
	"github.com/souk-market/souk/internal/storage"
)

const batch = 200

// Owned are all files of an account, the oldest first.
func (s *Store) Owned(ctx context.Context, owner string) iter.Seq2[File, error] {
	return func(yield func(File, error) bool) {
		for after := ""; ; {
			files, err := listOwned(ctx, s.db.Reader(), owner, after, batch)
			if err != nil {
				yield(File{}, err)
				return
			}
			for _, f := range files {
				if !yield(f, nil) {
					return
				}
				after = f.ID
			}
			if len(files) < batch {
				return
			}
		}
	}
}

// DeleteTx deletes an account's files of these purposes. Their bytes leave the folder with a later [Store.Sweep], unless
// another file has the same.
func (s *Store) DeleteTx(ctx context.Context, tx *storage.Tx, owner string, purposes ...Purpose) error {
	for _, p := range purposes {
		if err := deleteFiles(ctx, tx, owner, p, clock.Wall()); err != nil {
			return err
		}
	}
	return nil
}
