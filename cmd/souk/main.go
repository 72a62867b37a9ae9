// Command souk is the marketplace: one binary that serves, shows a demo, migrates and checks itself.
package main

import (
	"os"

	"github.com/souk-market/souk/internal/app"
)

func main() { os.Exit(app.Main(os.Args[1:], os.Stdout, os.Stderr)) }
