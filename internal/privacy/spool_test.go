package privacy_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/souk-market/souk/internal/app/apptest"
	"github.com/souk-market/souk/internal/audit"
	"github.com/souk-market/souk/internal/blob"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/privacy"
	"github.com/souk-market/souk/internal/storage"
)

// filesIn are the ids of the files in an archive.
func filesIn(files map[string]string) []string {
	var out []string
	for name := range files {
		if strings.HasPrefix(name, "files/") {
			id, _, _ := strings.Cut(path.Base(name), "-")
			out = append(out, id)
		}
	}
	slices.Sort(out)
	return out
}

func (w *world) takenAfter(after string) map[string]string {
	w.t.Helper()
	a, err := w.Privacy.Export(w.t.Context(), privacy.ExportInput{Actor: w.main, Proof: password, FilesAfter: after})
	w.must(err)
	return w.unpacked(a)
}

func TestFilesBeyondTheLimitAreListedAndComeInFurtherCopies(t *testing.T) {
	t.Parallel()
	apptest.Run(t, func(t *testing.T, m *apptest.Market) {
		w := setup(t, m)
		var all []string
		for range 9 {
			w.uploadNoise(120 << 10)
		}
		for f, err := range m.Blobs.Owned(t.Context(), w.main.ID) {
			w.must(err)
			all = append(all, f.ID)
		}
		m.Privacy.CopyLimit = 400 << 10
		var got []string
		files, copies := w.takenAfter(""), 1
		for ; ; copies++ {
			got = append(got, filesIn(files)...)
			say, listed := files["files-left-out.txt"], strings.Count(files["files-left-out.ndjson"], "\n")
			if listed != len(all)-len(got) || (listed > 0) != (say != "") {
				t.Errorf("copy %d: %d files are listed as left out, %d are: %s", copies, listed, len(all)-len(got), say)
			}
			if say == "" {
				break
			}
			_, next, _ := strings.Cut(say, "files_after=")
			next, _, _ = strings.Cut(next, " ")
			files = w.takenAfter(next)
			if diff := cmp.Diff([]string{"README.txt"}, slices.DeleteFunc(names(files), func(n string) bool { return strings.HasPrefix(n, "files-left-out") })); diff != "" {
				t.Errorf("a further copy has more than files: %s", diff)
			}
			if copies > len(all) {
				t.Fatal("it comes to no end")
			}
		}
		if diff := cmp.Diff(all, got); diff != "" || copies < 3 {
			t.Errorf("%d copies: %s", copies, diff)
		}
	})
}

// A file larger than what is left of a first copy is the first of a further one, whatever the limit.
func TestACopyThatIsFullBeforeItsFirstFileSaysHowToGoOn(t *testing.T) {
	t.Parallel()
	apptest.Run(t, func(t *testing.T, m *apptest.Market) {
		w := setup(t, m)
		w.exec(`DELETE FROM blob_files`)
		w.uploadNoise(120 << 10)
		m.Privacy.CopyLimit = 125 << 10
		files := w.takenAfter("")
		if got, say := filesIn(files), files["files-left-out.txt"]; len(got) != 0 || !strings.Contains(say, "/account/data?files_after=0 ") {
			t.Errorf("%v: %s", got, say)
		}
		if got := filesIn(w.takenAfter("0")); len(got) != 1 {
			t.Errorf("the further copy has %v", got)
		}
	})
}

// uploadNoise uploads a document that does not get smaller in a ZIP file.
func (w *world) uploadNoise(size int) {
	w.t.Helper()
	data := make([]byte, size)
	rand.Read(data)
	data = append([]byte("%PDF-1.7 "), data...)
	_, err := w.Blobs.Put(w.t.Context(), blob.PutInput{Owner: w.main.ID, Purpose: blob.PurposeGuide, Name: "noise.pdf", Reader: bytes.NewReader(data)})
	w.must(err)
}

func TestACopyNeverFillsTheDisk(t *testing.T) {
	t.Parallel()
	apptest.Run(t, func(t *testing.T, m *apptest.Market) {
		w := setup(t, m)
		export := func() error {
			a, err := m.Privacy.Export(t.Context(), privacy.ExportInput{Actor: w.main, Proof: password})
			if err == nil {
				err = a.Close()
			}
			return err
		}
		m.Privacy.Free = func(dir string) (int64, error) {
			if dir != os.TempDir() {
				return 0, fmt.Errorf("asked about %s", dir)
			}
			return 100 << 20, nil
		}
		if err := export(); !errors.Is(err, privacy.ErrNoRoom) {
			t.Errorf("with little room: %v", err)
		}
		m.Privacy.Free = nil
		m.Privacy.CopyLimit = 100
		if err := export(); !errors.Is(err, privacy.ErrCopyTooLarge) {
			t.Errorf("with more data than the limit: %v", err)
		}
		m.Privacy.CopyLimit = 0
		if p, err := m.Audit.List(t.Context(), audit.Of(w.main.ID), audit.Filter{Action: "account.data_exported"}, page.Request{}); err != nil || len(p.Items) != 0 {
			t.Errorf("refused copies in the audit log: %d, %v", len(p.Items), err)
		}
		if err := export(); err != nil { // nothing stands in the way afterwards
			t.Errorf("with room again: %v", err)
		}
	})
}

func TestAPersonHasOneCopyAtATime(t *testing.T) {
	t.Parallel()
	apptest.Run(t, func(t *testing.T, m *apptest.Market) {
		ctx, w := t.Context(), setup(t, m)
		first, err := m.Privacy.Export(ctx, privacy.ExportInput{Actor: w.main, Proof: password})
		w.must(err)
		if _, err := m.Privacy.Export(ctx, privacy.ExportInput{Actor: w.main, Proof: password}); !errors.Is(err, privacy.ErrCopyUnderWay) {
			t.Errorf("a second one while the first is fetched: %v", err)
		}
		if _, err := m.Privacy.Export(ctx, privacy.ExportInput{Actor: w.main, Proof: "wrong-horse-1"}); errors.Is(err, privacy.ErrCopyUnderWay) {
			t.Errorf("told without a proof: %v", err)
		}
		w.taken(w.sub, password) // somebody else's
		if _, err := io.Copy(io.Discard, first); err != nil {
			t.Error(err)
		}
		w.must(first.Close())
		w.must(first.Close()) // twice does no harm
		w.taken(w.main, password)
	})
}

func TestTheCopyHasAllOfThousandsOfMessages(t *testing.T) {
	t.Parallel()
	apptest.Run(t, func(t *testing.T, m *apptest.Market) {
		w := setup(t, m)
		const many = 10_000
		w.must(m.DB.InTx(t.Context(), func(ctx context.Context, tx *storage.Tx) error {
			_, err := tx.Exec(ctx, `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $2),
				one AS (SELECT * FROM notify_messages WHERE account_id = $1 ORDER BY id LIMIT 1)
				INSERT INTO notify_messages (id, account_id, event, params, link, class, dedupe, batch, mail, mail_error, created_at, read_at)
				SELECT SUBSTR(one.id, 1, LENGTH(one.id) - 5) || CAST(10000 + i AS TEXT), account_id, event, params, link, class, 'n' || CAST(i AS TEXT), batch, 'none', mail_error, created_at + i, read_at FROM n, one`, w.main.ID, many)
			return err
		}))
		a, err := m.Privacy.Export(t.Context(), privacy.ExportInput{Actor: w.main, Proof: password})
		w.must(err)
		size := a.Size
		files := w.unpacked(a)
		if n := strings.Count(files["messages.ndjson"], "\n"); n != many+1 {
			t.Errorf("%d messages", n)
		}
		t.Logf("%d bytes, messages %d unpacked", size, len(files["messages.ndjson"]))
	})
}
