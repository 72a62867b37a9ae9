package blob

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"net/http"
	"os"

	"github.com/gabriel-vasile/mimetype"

	"github.com/souk-market/souk/internal/kernel/id"
	"github.com/souk-market/souk/internal/storage"
)

// PutInput is an upload.
type PutInput struct {
	Owner   string // account id
	Purpose Purpose
	Name    string // as the browser gave it
	Reader  io.Reader
	Counted bool // it comes from outside, so it counts against what the account may upload in a day; see DayLimit
}

// Put checks an upload against the policy of its purpose and stores it. When it
// returns without an error, file and row are durable. A refusal is one of the
// declared errors and says what to do.
func (s *Store) Put(ctx context.Context, in PutInput) (File, error) {
	policy, ok := PolicyOf(in.Purpose)
	if !ok || in.Owner == "" {
		return File{}, fmt.Errorf("put a file: purpose %q, owner %q", in.Purpose, in.Owner)
	}
	name, extension := cleanName(in.Name)
	format, ok := policy.format(extension)
	if !ok {
		return File{}, ErrExtension.With("types", policy.list())
	}
	if in.Purpose == PurposePackage && !packageName.MatchString(name) {
		return File{}, ErrPackageName
	}
	if err := s.hasRoom(ctx, in.Owner); err != nil {
		return File{}, err
	}
	if err := s.hasDay(ctx, in); err != nil {
		return File{}, err
	}
	up, err := s.receive(ctx, in.Reader, policy.MaxBytes)
	if err != nil {
		return File{}, err
	}
	defer up.discard()
	if err := up.check(ctx, format, extension); err != nil {
		return File{}, err
	}
	if format.film() {
		film, err := readMovie(ctx, up.file, up.size)
		if err != nil {
			return File{}, err
		}
		if bad := policy.wrongFilm(film.size); bad != nil {
			return File{}, bad
		}
	}
	received := up.digest()
	if format.picture() {
		drawn, err := s.newSpooled()
		if err != nil {
			return File{}, err
		}
		defer drawn.discard()
		if err := redraw(up.file, drawn, policy, format); err != nil {
			return File{}, err
		}
		up = drawn
	}
	sum, err := up.finish()
	if err != nil {
		return File{}, fmt.Errorf("finish upload: %w", err)
	}
	if err := s.keep(up.file.Name(), sum); err != nil {
		return File{}, fmt.Errorf("keep upload: %w", err)
	}
	f := File{SHA256: sum, Received: received, Size: up.size, Type: format.Type, Name: name, Owner: in.Owner, Purpose: in.Purpose}
	err = s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		if err := s.countTx(ctx, tx, in, f.Size); err != nil {
			return err
		}
		f.ID, f.CreatedAt = id.New("blb", tx.Now), tx.Now
		return insertFile(ctx, tx, f)
	})
	if err != nil {
		return File{}, err
	}
	return f, nil
}

// spooled is a file that is being written; it counts and hashes what passes.
type spooled struct {
	file *os.File
	sum  hash.Hash
	size int64
}

func (s *Store) newSpooled() (*spooled, error) {
	f, err := os.CreateTemp(s.spool(), "upload-")
	if err != nil {
		return nil, fmt.Errorf("spool upload: %w", err)
	}
	return &spooled{file: f, sum: sha256.New()}, nil
}

func (u *spooled) Write(p []byte) (int, error) {
	n, err := u.file.Write(p)
	u.sum.Write(p[:n])
	u.size += int64(n)
	return n, err
}

// digest is the hash of what passed so far, in hex.
func (u *spooled) digest() string { return hex.EncodeToString(u.sum.Sum(nil)) }

// finish makes the bytes durable and returns their hash in hex.
func (u *spooled) finish() (string, error) {
	return u.digest(), errors.Join(u.file.Sync(), u.file.Close())
}

// discard removes what was not kept; after keep there is nothing to remove.
func (u *spooled) discard() {
	_ = u.file.Close()
	_ = os.Remove(u.file.Name())
}

// receive spools an upload up to the limit.
func (s *Store) receive(ctx context.Context, r io.Reader, limit int64) (*spooled, error) {
	up, err := s.newSpooled()
	if err != nil {
		return nil, err
	}
	_, err = io.Copy(up, io.LimitReader(cancelable{ctx, r}, limit+1))
	var cut *http.MaxBytesError // the web's own limit on requests
	switch {
	case errors.As(err, &cut), err == nil && up.size > limit:
		err = ErrTooLarge.With("max", limit/mb)
	case err != nil:
		err = fmt.Errorf("receive upload: %w", err)
	case up.size == 0:
		err = ErrEmpty
	default:
		return up, nil
	}
	up.discard()
	return nil, err
}

// cancelable stops a copy when the request is over.
type cancelable struct {
	ctx context.Context
	r   io.Reader
}

func (c cancelable) Read(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.r.Read(p)
}

const sniffed = 3072 // bytes at the beginning that tell the type

// check compares the content with what the extension promised, then looks inside.
func (u *spooled) check(ctx context.Context, f Format, extension string) error {
	head := make([]byte, min(u.size, sniffed))
	if _, err := u.file.ReadAt(head, 0); err != nil {
		return fmt.Errorf("read upload: %w", err)
	}
	found := mimetype.Detect(head)
	if !descends(found, f.sniffed) {
		return ErrMismatch.With("extension", extension, "found", found.String())
	}
	if f.check != nil {
		if err := f.check(ctx, u.file, u.size); err != nil {
			return err
		}
	}
	_, err := u.file.Seek(0, io.SeekStart)
	return err
}

func descends(m *mimetype.MIME, want string) bool {
	for ; m != nil; m = m.Parent() {
		if m.Is(want) {
			return true
		}
	}
	return false
}
