package storage_test

import (
	"errors"
	"io"
	"log/slog"
	"testing"

	"github.com/souk-market/souk/internal/kernel/clock"
	"github.com/souk-market/souk/internal/storage"
)

func TestOneProcessAtATimeWorksOnADataFolder(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	open := func() *storage.DB {
		db, err := storage.Open(t.Context(), storage.Config{Dir: dir}, clock.New(), slog.New(slog.NewTextHandler(io.Discard, nil)))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = db.Close() })
		return db
	}
	first, second := open(), open()
	release, err := first.Claim(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := second.Claim(t.Context()); !errors.Is(err, storage.ErrInUse) {
		t.Errorf("second claim: %v", err)
	}
	release()
	again, err := second.Claim(t.Context())
	if err != nil {
		t.Fatalf("after release: %v", err)
	}
	again()
}
