package storage

import (
	"context"
	"database/sql"
	"errors"
	"path/filepath"
)

// ErrInUse is a SQLite data folder that another process works on.
var ErrInUse = errors.New("storage: another souk is running on this data folder; stop it first, or choose another one with --data")

// Claim makes this process the only one that works on a SQLite data folder until release, or until it dies: rooms take
// what a former process left in the air for their own. Looking (doctor) and migrating need no claim. PostgreSQL is made
// for several processes, so there is nothing to claim. Errors: ErrInUse.
func (db *DB) Claim(ctx context.Context) (release func(), err error) {
	if db.dialect != SQLite {
		return func() {}, nil
	}
	// SQLite's own exclusive lock on a file of its own: it works on every system and goes with the process.
	lock, err := sql.Open("sqlite", "file:"+filepath.ToSlash(filepath.Join(db.dir, "souk.lock"))+"?_txlock=exclusive&_pragma=busy_timeout(0)")
	if err != nil {
		return nil, err
	}
	held, err := lock.BeginTx(context.WithoutCancel(ctx), nil)
	if err != nil {
		return nil, errors.Join(ErrInUse, lock.Close())
	}
	return func() { _ = held.Rollback(); _ = lock.Close() }, nil
}
