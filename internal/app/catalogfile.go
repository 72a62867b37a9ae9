package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/souk-market/souk/internal/catalogfile"
)

type catalogCmd struct {
	Export catalogExportCmd `cmd:"" help:"Write a seller's products to a folder, a YAML file for each, with their pictures and documents."`
	Apply  catalogApplyCmd  `cmd:"" help:"Bring a seller's products to what the files of a folder say. Shows a plan first."`
}

// sellerFlags say which marketplace is asked, and as whom.
type sellerFlags struct {
	URL   string `help:"Address of the marketplace." default:"http://127.0.0.1:8080" env:"SOUK_URL" placeholder:"URL"`
	Token string `help:"Token of the seller, made under Account > API tokens. Better given as SOUK_TOKEN: a command line is seen by others." env:"SOUK_TOKEN" required:""`
}

type catalogExportCmd struct {
	sellerFlags
	Dir string `arg:"" help:"The folder; made if it is not there. Files of the same name are replaced." type:"path"`
}

// Run writes the products.
func (c *catalogExportCmd) Run(ctx context.Context, out io.Writer) error {
	client, err := catalogfile.NewClient(c.URL, c.Token)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(c.Dir, 0o755); err != nil {
		return err
	}
	dir, err := catalogfile.Open(c.Dir)
	if err != nil {
		return err
	}
	defer func() { _ = dir.Close() }()
	done, err := catalogfile.Export(ctx, client, dir)
	for _, d := range done {
		_, _ = fmt.Fprintf(out, "%s  %s\n", d.Product, d.Path)
	}
	if err == nil {
		_, _ = fmt.Fprintf(out, "%d products in %s\n", len(done), c.Dir)
	}
	return err
}

type catalogApplyCmd struct {
	sellerFlags
	Dir   string `arg:"" help:"The folder with the YAML files." type:"existingdir"`
	Yes   bool   `help:"Do what the plan says; without it, only the plan is shown."`
	Draft bool   `help:"Leave drafts, and hand nothing in for review."`
}

// errProblems is a plan that cannot be carried out as a whole.
var errProblems = errors.New("some products are not ready; nothing was changed. Mend the files, or write drafts with --draft")

// Run shows the plan and, if asked, carries it out.
func (c *catalogApplyCmd) Run(ctx context.Context, out io.Writer) error {
	client, err := catalogfile.NewClient(c.URL, c.Token)
	if err != nil {
		return err
	}
	dir, err := catalogfile.Open(c.Dir)
	if err != nil {
		return err
	}
	defer func() { _ = dir.Close() }()
	steps, err := catalogfile.Plan(ctx, client, dir)
	if err != nil {
		return err
	}
	catalogfile.Print(out, steps)
	todo, problems := 0, false
	for _, st := range steps {
		if st.Does() {
			todo++
		}
		problems = problems || st.Does() && len(st.Problems) > 0
	}
	switch {
	case todo == 0:
		return nil
	case problems && !c.Draft:
		return errProblems
	case !c.Yes:
		_, _ = fmt.Fprintln(out, "\nNothing was changed. Run it again with --yes to do this.")
		return nil
	}
	_, _ = fmt.Fprintln(out)
	var failed []error
	for _, st := range steps {
		if !st.Does() {
			continue
		}
		done, err := catalogfile.Apply(ctx, client, dir, st, c.Draft)
		if err != nil {
			failed = append(failed, fmt.Errorf("%s: %w", st.Document.Path, err))
			continue
		}
		_, _ = fmt.Fprintf(out, "%s  %s  %s\n", st.Document.Path, done.Application, done.State)
	}
	return errors.Join(failed...)
}
