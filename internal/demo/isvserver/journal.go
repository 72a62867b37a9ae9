package isvserver

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
)

// journal is an append-only file of JSON lines. Writers that wait at the same time share one sync, so that many buyers at
// once do not wait for the disk one after the other.
type journal struct {
	mu      sync.Mutex
	wake    *sync.Cond
	file    *os.File // nil keeps everything in memory
	pending []byte
	added   uint64 // lines handed in
	synced  uint64 // lines on disk
	syncing bool
	err     error // the first failure; nothing is accepted after it
}

// openJournal reads all lines of path through apply and returns the journal for more. An empty path keeps nothing.
func openJournal(path string, apply func(line []byte) error) (*journal, error) {
	j := &journal{}
	j.wake = sync.NewCond(&j.mu)
	if path == "" {
		return j, nil
	}
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_APPEND, 0o600) // it holds initial passwords
	if err != nil {
		return nil, fmt.Errorf("open demo seller's journal: %w", err)
	}
	if err := j.replay(file, apply); err != nil {
		return nil, errors.Join(err, file.Close())
	}
	if dir, err := os.Open(filepath.Dir(path)); err == nil { // the new name must survive a crash too
		_ = dir.Sync() // not every file system can sync a folder
		_ = dir.Close()
	}
	j.file = file
	return j, nil
}

func (j *journal) replay(file *os.File, apply func([]byte) error) error {
	text, err := os.ReadFile(file.Name())
	if err != nil {
		return fmt.Errorf("read demo seller's journal: %w", err)
	}
	good := 0
	for number := 1; good < len(text); number++ {
		end := bytes.IndexByte(text[good:], '\n')
		if end < 0 {
			break // cut off by a crash before it was acknowledged
		}
		line := text[good : good+end]
		if !json.Valid(line) && good+end+1 == len(text) {
			break
		}
		if err := apply(line); err != nil {
			return fmt.Errorf("demo seller's journal, line %d: %w", number, err)
		}
		good += end + 1
	}
	if good < len(text) {
		if err := file.Truncate(int64(good)); err != nil {
			return fmt.Errorf("cut demo seller's journal: %w", err)
		}
	}
	return nil
}

// add hands in a line and returns its number for wait. The order of add is the order in the file.
func (j *journal) add(line []byte) uint64 {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.pending = append(append(j.pending, line...), '\n')
	j.added++
	return j.added
}

// wait returns when everything handed in so far, up to number, is on disk.
func (j *journal) wait(number uint64) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	for j.synced < number && j.err == nil {
		if j.syncing {
			j.wake.Wait()
			continue
		}
		batch, upTo := j.pending, j.added
		j.pending, j.syncing = nil, true
		j.mu.Unlock()
		err := j.write(batch)
		j.mu.Lock()
		j.syncing = false
		if err != nil {
			j.err = err
		} else {
			j.synced = upTo
		}
		j.wake.Broadcast()
	}
	return j.err
}

func (j *journal) write(batch []byte) error {
	if j.file == nil {
		return nil
	}
	if _, err := j.file.Write(batch); err != nil {
		return fmt.Errorf("write demo seller's journal: %w", err)
	}
	if err := j.file.Sync(); err != nil {
		return fmt.Errorf("sync demo seller's journal: %w", err)
	}
	return nil
}

func (j *journal) last() uint64 {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.added
}

func (j *journal) close() error {
	err := j.wait(j.last())
	if j.file == nil {
		return err
	}
	return errors.Join(err, j.file.Close())
}
