package catalog

import (
	"context"
	"fmt"

	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/storage"
)

// checkGroups tells a seller before the review that a group belongs to another spec.
func checkGroups(ctx context.Context, q storage.Querier, c Content, f *apperr.Fields) error {
	if c.Delivery != DeliveryAPI {
		return nil
	}
	for i, spec := range c.Specs {
		group := c.api().group(spec.ID)
		if group == "" {
			continue
		}
		owner, err := groupOwner(ctx, q, c.api().Gateway, group)
		if err != nil {
			return err
		}
		if owner != "" && owner != spec.ID {
			f.Add(fmt.Sprintf("api_group_%d", i), ErrAPIGroupTaken.With("group", group))
		}
	}
	return nil
}

// takeGroups makes the groups those of the specs for ever (business-rules 4.6). Of two products that name the same group the
// one that is approved first has it. Errors: ErrAPIGroupTaken.
func takeGroups(ctx context.Context, tx *storage.Tx, productID string, c Content) error {
	if c.Delivery != DeliveryAPI {
		return nil
	}
	for _, spec := range c.Specs {
		group := c.api().group(spec.ID)
		owner, err := takeGroup(ctx, tx, c.api().Gateway, group, spec.ID, productID)
		if err != nil {
			return err
		}
		if owner != spec.ID {
			return ErrAPIGroupTaken.With("group", group)
		}
	}
	return nil
}
