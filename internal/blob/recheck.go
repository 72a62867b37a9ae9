package blob

import (
	"context"
	"fmt"
	"io"
	"path"
	"strings"
)

// Recheck looks at the stored bytes of a file as an upload of its purpose is looked at now: rules may have become stricter
// since. Pictures and videos are not looked at again. Errors: those of Put about content, ErrNotFound.
func (s *Store) Recheck(ctx context.Context, id string) error {
	f, data, err := s.Open(ctx, id)
	if err != nil {
		return err
	}
	defer func() { _ = data.Close() }() // only read
	policy, _ := PolicyOf(f.Purpose)
	format, ok := policy.format(strings.ToLower(strings.TrimPrefix(path.Ext(f.Name), ".")))
	if !ok {
		return ErrExtension.With("types", policy.list())
	}
	at, ok := data.(io.ReaderAt)
	if !ok {
		return fmt.Errorf("recheck %s: its bytes cannot be read at a place", id)
	}
	if format.check == nil {
		return nil
	}
	return format.check(ctx, at, f.Size)
}
