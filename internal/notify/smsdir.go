package notify

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
)

// SMSDir "sends" text messages into a folder, one file each: for a marketplace without a gateway.
type SMSDir struct{ path string }

// NewSMSDir makes the folder when it is missing.
func NewSMSDir(path string) (*SMSDir, error) {
	if err := os.MkdirAll(path, 0o700); err != nil {
		return nil, fmt.Errorf("notify: SMS folder: %w", err)
	}
	return &SMSDir{path}, nil
}

var smsName = regexp.MustCompile(`^msg_[0-9a-z]{26}\.json$`)

// Send writes the message as a file; the same message sent again replaces itself.
func (d *SMSDir) Send(_ context.Context, m SMS) error {
	name := m.ID + ".json"
	if !smsName.MatchString(name) {
		return fmt.Errorf("%w: %q is not a message id", ErrRefused, m.ID)
	}
	raw, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return err
	}
	return writeWhole(d.path, name, raw)
}

// List returns up to limit messages, the newest first.
func (d *SMSDir) List(limit int) ([]SMS, error) {
	entries, err := os.ReadDir(d.path)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, e := range entries {
		if smsName.MatchString(e.Name()) {
			names = append(names, e.Name())
		}
	}
	slices.SortFunc(names, func(a, b string) int { return cmp.Compare(b, a) }) // names sort by time
	var out []SMS
	for _, name := range names[:min(limit, len(names))] {
		raw, err := os.ReadFile(filepath.Join(d.path, name))
		if errors.Is(err, os.ErrNotExist) {
			continue // deleted meanwhile
		}
		var m SMS
		if err == nil {
			err = json.Unmarshal(raw, &m)
		}
		if err != nil {
			return nil, fmt.Errorf("notify: read %s: %w", name, err)
		}
		out = append(out, m)
	}
	return out, nil
}

// writeWhole makes a file appear whole or not at all. It is not forced to the disk.
func writeWhole(folder, name string, raw []byte) error {
	tmp, err := os.CreateTemp(folder, ".new-*")
	if err != nil {
		return err
	}
	_, err = tmp.Write(raw)
	if err = errors.Join(err, tmp.Close()); err == nil {
		err = os.Rename(tmp.Name(), filepath.Join(folder, name))
	}
	if err != nil {
		return errors.Join(err, os.Remove(tmp.Name()))
	}
	return nil
}
