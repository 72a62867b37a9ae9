package catalogfile

import (
	"context"
	"fmt"
)

// Exported is a document that was written.
type Exported struct{ Path, Product string }

// Export writes every product of the seller: what is on sale, or what is under work where nothing is.
func Export(ctx context.Context, c Client, to Folder) ([]Exported, error) {
	rows, err := c.rows(ctx)
	if err != nil {
		return nil, err
	}
	fetched := map[string]stored{}
	data := map[string][]byte{}
	fetch := func(id string) (stored, []byte, error) {
		if f, known := fetched[id]; known {
			return f, data[id], nil
		}
		f, err := c.file(ctx, id)
		if err != nil {
			return stored{}, nil, fmt.Errorf("file %s: %w", id, err)
		}
		raw, err := c.fetch(ctx, id)
		if err != nil {
			return stored{}, nil, fmt.Errorf("file %s: %w", id, err)
		}
		fetched[id], data[id] = f, raw
		return f, raw, nil
	}
	var out []Exported
	taken := map[string]bool{}
	for _, r := range rows {
		p, err := c.product(ctx, r.ID)
		if err != nil {
			return out, fmt.Errorf("%s: %w", r.Name.ZH, err)
		}
		content := p.Live
		if content == nil && p.Open != nil {
			content = p.Open.Content
		}
		if content == nil {
			continue
		}
		name := slug(r.Name, r.ID)
		if taken[name] {
			name = r.ID
		}
		taken[name] = true
		if err := to.save(name+".yaml", r.ID, content, fetch); err != nil {
			return out, fmt.Errorf("%s: %w", r.Name.ZH, err)
		}
		clear(data) // files of one product are seldom those of another
		clear(fetched)
		out = append(out, Exported{name + ".yaml", r.ID})
	}
	return out, nil
}
