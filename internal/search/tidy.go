package search

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"go.etcd.io/bbolt"
	bbolterrors "go.etcd.io/bbolt/errors"
)

// tidy removes what processes that died left in the folder of scratch files. The index holds a lock on its root file for as
// long as its process lives, so a file that can be locked belongs to nobody.
func tidy(dir string) error {
	left, err := filepath.Glob(filepath.Join(dir, "index-*", "root.bolt"))
	if err != nil {
		return err
	}
	var errs []error
	for _, file := range left {
		if info, err := os.Stat(file); err != nil || info.Size() == 0 {
			continue // it is just coming or going
		}
		db, err := bbolt.Open(file, 0o600, &bbolt.Options{Timeout: time.Millisecond})
		if errors.Is(err, bbolterrors.ErrTimeout) || errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err == nil {
			errs = append(errs, db.Close())
		}
		errs = append(errs, os.RemoveAll(filepath.Dir(file))) // also when it was torn by the crash
	}
	return errors.Join(errs...)
}
