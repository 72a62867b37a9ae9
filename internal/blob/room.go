package blob

import "context"

// accountMost is how many bytes an account may keep, so that nobody fills the disk: some thousand documents.
const accountMost = 5 << 30

// hasRoom is asked before an upload is read. Uploads at the same time may pass it together, by a file each.
func (s *Store) hasRoom(ctx context.Context, owner string) error {
	n, err := sumOwned(ctx, s.db.Reader(), owner)
	if err == nil && n >= accountMost {
		err = ErrAccountFull.With("max", accountMost/mb)
	}
	return err
}
