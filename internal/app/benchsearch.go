package app

import (
	"context"
	"io"
	"os"
	"time"

	"github.com/souk-market/souk/internal/bench"
)

type benchSearchCmd struct {
	Products   int           `help:"Products on sale." default:"50000"`
	Workers    int           `help:"Searches at a time." default:"8"`
	Duration   time.Duration `help:"How long to measure each kind." default:"5s"`
	CPUProfile string        `help:"Write a CPU profile to this file." placeholder:"FILE" hidden:""`
}

// Run measures and prints.
func (c *benchSearchCmd) Run(ctx context.Context, out io.Writer) error {
	dir, err := os.MkdirTemp("", "souk-bench")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	stop, err := profile(c.CPUProfile)
	if err != nil {
		return err
	}
	defer stop()
	return bench.Search{Dir: dir, Products: c.Products, Workers: c.Workers, Duration: c.Duration}.Run(ctx, out)
}
