package call

import (
	"context"
	"time"

	"github.com/souk-market/souk/internal/kernel/clock"
	"github.com/souk-market/souk/internal/storage"
)

// aliveFor is how long a node counts as alive after its last sign of life, and beatEvery how often it gives one: a node
// that misses two is still alive, and the runs of a dead one wait 15 seconds at most.
const (
	aliveFor  = 15 * time.Second
	beatEvery = aliveFor / 3
)

// appear announces this node. On SQLite there is one process only, so whatever another one left in the air is free at once.
func (s *Service) appear(ctx context.Context) error {
	return s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		dead := clock.Wall()
		if tx.Dialect == storage.SQLite {
			dead = dead.Add(aliveFor)
		}
		if err := deleteDeadNodes(ctx, tx, s.node, dead); err != nil {
			return err
		}
		return upsertNode(ctx, tx, s.node, clock.Wall().Add(aliveFor))
	})
}

// live gives signs of life until the attempts of this node are over, and looks for what is due: the sweep that does so each
// second may have died with its leader, and is missed for a minute then.
func (s *Service) live(ctx context.Context) {
	tick := time.NewTicker(beatEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		err := s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
			return upsertNode(ctx, tx, s.node, clock.Wall().Add(aliveFor))
		})
		if err != nil && ctx.Err() == nil {
			s.log.ErrorContext(ctx, "sign of life not stored; other nodes may repeat our calls", "node", s.node, "error", err)
		}
		if err := s.RunDue(ctx); err != nil && ctx.Err() == nil {
			s.log.ErrorContext(ctx, "look for due calls", "node", s.node, "error", err)
		}
	}
}

// disappear lets other nodes have at once what this one left.
func (s *Service) disappear(ctx context.Context) {
	err := s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error { return deleteNode(ctx, tx, s.node) })
	if err != nil {
		s.log.WarnContext(ctx, "node not signed off; its calls are free a little later", "node", s.node, "error", err)
	}
}

// held reports whether the attempt of a locked call is in the air: its lease runs and its node lives.
func (s *Service) held(ctx context.Context, tx *storage.Tx, c Call) (bool, error) {
	wall := clock.Wall()
	switch {
	case !c.Running() || !c.run.lease.After(wall):
		return false, nil
	case c.run.node == s.node:
		return true, nil
	}
	return nodeAlive(ctx, tx, c.run.node, wall)
}
