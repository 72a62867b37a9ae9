package blob_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/souk-market/souk/internal/blob"
	"github.com/souk-market/souk/internal/kernel/clock"
	"github.com/souk-market/souk/internal/storage"
	"github.com/souk-market/souk/internal/storage/storetest"
)

// bytesOf is where a file's bytes lie.
func (b bench) bytesOf(f blob.File) string {
	return filepath.Join(b.dir, f.SHA256[:2], f.SHA256[2:4], f.SHA256)
}

// age makes bytes look as if they had been written an hour ago, and deletions as if they had been then.
func (b bench) age(t *testing.T, db *storage.DB, files ...blob.File) {
	t.Helper()
	for _, f := range files {
		if err := os.Chtimes(b.bytesOf(f), time.Time{}, clock.Wall().Add(-time.Hour)); err != nil {
			t.Fatal(err)
		}
	}
	if err := db.InTx(t.Context(), func(ctx context.Context, tx *storage.Tx) error {
		_, err := tx.Exec(ctx, `UPDATE blob_gone SET deleted_at = 0`)
		return err
	}); err != nil {
		t.Fatal(err)
	}
}

func (b bench) delete(t *testing.T, db *storage.DB, purposes ...blob.Purpose) {
	t.Helper()
	if err := db.InTx(t.Context(), func(ctx context.Context, tx *storage.Tx) error { return b.DeleteTx(ctx, tx, "acc_1", purposes...) }); err != nil {
		t.Fatal(err)
	}
}

func (b bench) sweep(t *testing.T) {
	t.Helper()
	if err := b.Sweep(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func there(t *testing.T, path string) bool {
	t.Helper()
	_, err := os.Stat(path)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		t.Fatal(err)
	}
	return err == nil
}

func TestDeletedFilesLeaveTheFolderAndOthersStay(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		s := open(t, db, clk)
		mine, shared := pdf(t, s, "mine"), pdf(t, s, "shared")
		other, err := s.Put(t.Context(), blob.PutInput{Owner: "acc_2", Purpose: blob.PurposeGuide, Name: "b.pdf", Reader: strings.NewReader("%PDF-1.7 shared")})
		if err != nil {
			t.Fatal(err)
		}
		picture, err := put(t, s, blob.PurposeIdentity, "id.png", pngOf(t, 300, 300))
		if err != nil {
			t.Fatal(err)
		}
		s.delete(t, db, blob.PurposeGuide)
		if _, err := s.Get(t.Context(), mine.ID); !errors.Is(err, blob.ErrNotFound) {
			t.Errorf("deleted file: %v", err)
		}
		s.sweep(t)
		if !there(t, s.bytesOf(mine)) {
			t.Error("bytes went at once: an upload of the same may be between its file and its row")
		}
		s.age(t, db, mine, shared, picture)
		s.sweep(t)
		for _, f := range []struct {
			file blob.File
			want bool
		}{{mine, false}, {shared, true}, {picture, true}} {
			if there(t, s.bytesOf(f.file)) != f.want {
				t.Errorf("%s: bytes are there: %t", f.file.Name, !f.want)
			}
		}
		var left []string
		for f, err := range s.Owned(t.Context(), "acc_1") {
			if err != nil {
				t.Fatal(err)
			}
			left = append(left, f.ID)
		}
		if len(left) != 1 || left[0] != picture.ID {
			t.Errorf("the owner has %v", left)
		}
		if _, r, err := s.Open(t.Context(), other.ID); err != nil {
			t.Error(err)
		} else if err := r.Close(); err != nil {
			t.Error(err)
		}
		if _, damage, err := s.Verify(t.Context()); len(damage) > 0 || err != nil {
			t.Errorf("verify: %v, %v", damage, err)
		}
		wantSpoolEmpty(t, s)
	})
}

func TestBytesThatCameAgainStay(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		s := open(t, db, clk)
		first := pdf(t, s, "again")
		s.delete(t, db, blob.PurposeGuide)
		s.age(t, db, first)
		second := pdf(t, s, "again") // has its row
		s.sweep(t)
		if !there(t, s.bytesOf(second)) {
			t.Fatal("bytes of a file that came again are gone")
		}
		s.delete(t, db, blob.PurposeGuide)
		s.age(t, db, second)
		if err := os.WriteFile(s.bytesOf(second), []byte("%PDF-1.7 again"), 0o600); err != nil { // has no row yet, but is young
			t.Fatal(err)
		}
		s.sweep(t)
		if !there(t, s.bytesOf(second)) {
			t.Fatal("bytes of an upload under way are gone")
		}
		s.age(t, db, second)
		s.sweep(t)
		s.sweep(t) // twice does no harm
		if there(t, s.bytesOf(second)) {
			t.Error("bytes stayed")
		}
	})
}

func TestAnAccountThatKeepsTooMuchMakesRoomFirst(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		s := open(t, db, clk)
		pdf(t, s, "one")
		if err := db.InTx(t.Context(), func(ctx context.Context, tx *storage.Tx) error {
			_, err := tx.Exec(ctx, `UPDATE blob_files SET size = 5368709120`)
			return err
		}); err != nil {
			t.Fatal(err)
		}
		if _, err := put(t, s, blob.PurposeGuide, "two.pdf", []byte("%PDF-1.7 two")); !errors.Is(err, blob.ErrAccountFull) {
			t.Errorf("a full account: %v", err)
		}
		if _, err := s.Put(t.Context(), blob.PutInput{Owner: "acc_2", Purpose: blob.PurposeGuide, Name: "b.pdf", Reader: strings.NewReader("%PDF-1.7 two")}); err != nil {
			t.Errorf("another account: %v", err)
		}
		s.delete(t, db, blob.PurposeGuide)
		pdf(t, s, "two")
		wantSpoolEmpty(t, s)
	})
}

func pdf(t *testing.T, s bench, text string) blob.File {
	t.Helper()
	f, err := put(t, s, blob.PurposeGuide, "a.pdf", fmt.Appendf(nil, "%%PDF-1.7 %s", text))
	if err != nil {
		t.Fatal(err)
	}
	return f
}
