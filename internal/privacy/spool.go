package privacy

import (
	"errors"
	"fmt"
	"io"
	"os"
	"syscall"
)

// DefaultCopyLimit is how many bytes a copy has at most, without a setting.
const DefaultCopyLimit = 2 << 30

const (
	listRoom  = 16        // the part of the limit that files leave to the lists after them: a sixteenth
	diskStays = 256 << 20 // bytes of the disk that a copy never takes: the database may write there
	lookAgain = 4 << 20   // bytes after which the disk is looked at again
)

// spool is the file that a copy is written to. It has no name, so that a crash leaves nothing behind, and stops growing
// before the disk is full.
type spool struct {
	file  *os.File
	left  bool // its name could not be taken away while it is open
	limit int64
	size  int64
	looks int64 // the size at which the disk is looked at next
	free  func(dir string) (int64, error)
}

func (s *Service) newSpool() (*spool, error) {
	file, err := os.CreateTemp("", "souk-data-")
	if err != nil {
		return nil, full(err)
	}
	sp := &spool{file: file, limit: s.copyLimit(), free: s.Free}
	if sp.free == nil {
		sp.free = freeBytes
	}
	sp.left = os.Remove(file.Name()) != nil
	return sp, nil
}

func (s *Service) copyLimit() int64 {
	if s.CopyLimit > 0 {
		return s.CopyLimit
	}
	return DefaultCopyLimit
}

// Write adds to the copy. Errors: ErrCopyTooLarge, ErrNoRoom.
func (sp *spool) Write(p []byte) (int, error) {
	if sp.size+int64(len(p)) > sp.limit {
		return 0, ErrCopyTooLarge.With("max", sp.limit>>20)
	}
	if sp.size >= sp.looks {
		free, err := sp.free(os.TempDir())
		if err != nil {
			return 0, fmt.Errorf("look at the disk: %w", err)
		}
		if free < diskStays {
			return 0, ErrNoRoom
		}
		sp.looks = sp.size + lookAgain
	}
	n, err := sp.file.Write(p)
	sp.size += int64(n)
	return n, full(err)
}

// forFiles is how far files may fill the copy.
func (sp *spool) forFiles() int64 { return sp.limit - sp.limit/listRoom }

func (sp *spool) rewind() error {
	_, err := sp.file.Seek(0, io.SeekStart)
	return err
}

func (sp *spool) close() error {
	err := sp.file.Close()
	if sp.left {
		err = errors.Join(err, os.Remove(sp.file.Name()))
	}
	return err
}

// full tells a full disk from other trouble.
func full(err error) error {
	if errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) {
		return errors.Join(ErrNoRoom, err)
	}
	return err
}
