package privacy

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path"

	"github.com/souk-market/souk/internal/blob"
	"github.com/souk-market/souk/internal/kernel/i18n"
)

// leftOut is a file that the copy had no room for.
type leftOut struct {
	ID      string `json:"id"`
	Name    string `json:"name"`
	Purpose string `json:"purpose"`
	Size    int64  `json:"size"`
}

// files are all that the account uploaded, the oldest first, as far as there is room. A file that the disk lost ends the
// copy: it would not be whole.
func (c copyOf) files(ctx context.Context) error {
	next, err := c.filesThatFit(ctx)
	if err != nil || next == nil {
		return err
	}
	return c.filesThatDoNot(ctx, *next)
}

// filesThatFit adds files and returns the id that a further copy begins after, when there has to be one. At least one is
// added, so that further copies come to an end.
func (c copyOf) filesThatFit(ctx context.Context) (next *string, err error) {
	last, added := c.after, 0
	for f, err := range c.s.Files.Owned(ctx, c.who.ID) {
		switch {
		case err != nil:
			return nil, err
		case f.ID <= c.after:
			continue
		case c.spool.size+f.Size > c.spool.forFiles() && (added > 0 || c.after == ""):
			return &last, nil
		}
		if err := c.addFile(ctx, f); err != nil {
			return nil, err
		}
		last, added = f.ID, added+1
	}
	return nil, nil
}

func (c copyOf) addFile(ctx context.Context, f blob.File) error {
	_, data, err := c.s.Files.Open(ctx, f.ID)
	if errors.Is(err, blob.ErrNotFound) {
		return nil // deleted since the list was read
	}
	if err != nil {
		return err
	}
	defer func() { _ = data.Close() }() // only read
	return c.file(path.Join("files", string(f.Purpose), f.ID+"-"+f.Name), data)
}

// filesThatDoNot says what was left out, and how to get it.
func (c copyOf) filesThatDoNot(ctx context.Context, after string) error {
	w, err := c.create("files-left-out.ndjson")
	if err != nil {
		return err
	}
	out, n := objects(w), 0
	for f, err := range c.s.Files.Owned(ctx, c.who.ID) {
		if err != nil {
			return err
		}
		if f.ID <= after {
			continue
		}
		if err := out.Encode(leftOut{f.ID, f.Name, string(f.Purpose), f.Size}); err != nil {
			return err
		}
		n++
	}
	if w, err = c.create("files-left-out.txt"); err != nil {
		return err
	}
	if after == "" {
		after = allFiles
	}
	_, err = io.WriteString(w, fmt.Sprintf(further.In(c.who.Lang), n, "/account/data?files_after="+after))
	return err
}

// allFiles stands before every file: a further copy when the first one was full before its first file.
const allFiles = "0"

var further = i18n.Text{
	ZH: `有 %d 个文件超出一份副本的大小上限，未包含在内，清单见 files-left-out.ndjson。

获取方法：登录云商店后打开 %s ，再导出一份，其中只包含其余文件。
`,
	EN: `%d files are not in this copy, as it would have become too large. files-left-out.ndjson lists them.

To get them, sign in to the marketplace, open %s and take another copy: it holds the remaining files only.
`}
