package app

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"
)

// cli is the command line.
type cli struct {
	Serve   serveCmd       `cmd:"" help:"Run the marketplace."`
	Demo    demoCmd        `cmd:"" help:"Run a marketplace with sample sellers, buyers and products, and a demo seller's server."`
	Migrate migrateCmd     `cmd:"" help:"Bring the database schema up to date."`
	Doctor  doctorCmd      `cmd:"" help:"Show the configuration and check database, clock, jobs and, if asked, the ledger, the audit log and files."`
	Admin   adminCmd       `cmd:"" help:"Administration."`
	Catalog catalogCmd     `cmd:"" help:"A seller's products as files."`
	Bench   benchCmd       `cmd:"" help:"Measure orders or pages on this machine."`
	OpenAPI openapiCmd     `cmd:"" name:"openapi" help:"Print the OpenAPI description of the JSON API." hidden:""`
	Matrix  permissionsCmd `cmd:"" name:"permissions" help:"Print who may do what." hidden:""`
	States  statesCmd      `cmd:"" help:"Write the diagrams of the state machines." hidden:""`
}

// Main runs a command line and returns the exit code.
func Main(args []string, out, errs io.Writer) int {
	var c cli
	exit := -1
	parser, err := kong.New(&c, kong.Name("souk"), kong.Description("Souk, the open cloud marketplace."),
		kong.Writers(out, errs), kong.Exit(func(code int) { exit = code }), kong.UsageOnError(),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}))
	if err != nil {
		_, _ = fmt.Fprintln(errs, err)
		return 1
	}
	run, err := parser.Parse(args)
	if exit >= 0 { // help was asked for
		return exit
	}
	if err != nil {
		parser.FatalIfErrorf(err)
		return max(exit, 1)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	run.BindTo(ctx, (*context.Context)(nil))
	run.BindTo(out, (*io.Writer)(nil))
	if err := run.Run(); err != nil {
		_, _ = fmt.Fprintln(errs, "souk:", err)
		return 1
	}
	return 0
}
