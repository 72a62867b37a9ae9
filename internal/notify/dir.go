package notify

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	netmail "net/mail"
	"os"
	"path/filepath"
	"regexp"
	"slices"
)

// Dir "sends" mail into a folder, one .eml file each: for a marketplace without a mail server. A file appears whole or
// not at all; the same mail sent again replaces itself. Files are not forced to the disk.
type Dir struct {
	path string
	from *netmail.Address
}

// NewDir makes the folder when it is missing. from is the sender's address.
func NewDir(path, from string) (*Dir, error) {
	sender, err := parseFrom(from)
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(path, 0o700); err != nil {
		return nil, fmt.Errorf("notify: mail folder: %w", err)
	}
	return &Dir{path, sender}, nil
}

// Send writes the mail as a file.
func (d *Dir) Send(_ context.Context, m Mail) error {
	name := m.ID + ".eml"
	if !emlName.MatchString(name) {
		return fmt.Errorf("%w: %q is not a message id", ErrRefused, m.ID)
	}
	var raw bytes.Buffer
	if _, err := message(d.from, m).WriteTo(&raw); err != nil {
		return err
	}
	return writeWhole(d.path, name, raw.Bytes())
}

var emlName = regexp.MustCompile(`^msg_[0-9a-z]{26}\.eml$`)

// List returns up to limit mails with their headers, the newest first.
func (d *Dir) List(limit int) ([]StoredMail, error) {
	entries, err := os.ReadDir(d.path)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, e := range entries {
		if emlName.MatchString(e.Name()) {
			names = append(names, e.Name())
		}
	}
	slices.SortFunc(names, func(a, b string) int { return cmp.Compare(b, a) }) // names sort by time
	out := make([]StoredMail, 0, min(limit, len(names)))
	for _, name := range names[:min(limit, len(names))] {
		m, err := d.Read(name)
		if errors.Is(err, ErrMailNotFound) {
			continue // deleted meanwhile
		}
		if err != nil {
			return nil, err
		}
		out = append(out, m)
	}
	return out, nil
}

// Read returns the mail of a file name that List gave, or ErrMailNotFound.
func (d *Dir) Read(name string) (StoredMail, error) {
	if !emlName.MatchString(name) {
		return StoredMail{}, ErrMailNotFound
	}
	raw, err := os.ReadFile(filepath.Join(d.path, name))
	if errors.Is(err, fs.ErrNotExist) {
		return StoredMail{}, ErrMailNotFound
	}
	if err != nil {
		return StoredMail{}, err
	}
	m, err := parseMail(raw)
	m.Name = name
	return m, err
}
