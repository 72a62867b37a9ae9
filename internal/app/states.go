package app

import (
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/agreement"
	"github.com/souk-market/souk/internal/api"
	"github.com/souk-market/souk/internal/asset"
	"github.com/souk-market/souk/internal/call"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/feedback"
	"github.com/souk-market/souk/internal/instance"
	"github.com/souk-market/souk/internal/joint"
	"github.com/souk-market/souk/internal/kernel/state"
	"github.com/souk-market/souk/internal/order"
	"github.com/souk-market/souk/internal/promo"
	"github.com/souk-market/souk/internal/realname"
	"github.com/souk-market/souk/internal/seller"
	"github.com/souk-market/souk/internal/wallet"
)

type statesCmd struct {
	Out string `help:"Folder to write to." default:"docs/states" type:"path"`
}

func machines() []state.Machine {
	rest := append(account.Machines(), wallet.Machines()...)
	rest = append(rest, seller.EntryMachine, seller.CertificationMachine, seller.ChangeMachine, seller.ComplianceMachine,
		seller.PlanMachine, seller.PenaltyMachine, seller.ExitMachine,
		feedback.RatingMachine, feedback.QuestionMachine, feedback.ReportMachine)
	rest = append(rest, promo.Machines()...)
	rest = append(rest, joint.Machines()...)
	rest = append(rest, asset.Machines()...)
	return append([]state.Machine{order.Machine(), call.Machine(), call.KeyMachine(), instance.Machine(),
		catalog.ApplicationMachine, catalog.ProductMachine, catalog.UpgradeMachine, agreement.Machine(), realname.Machine()}, rest...)
}

// Run writes one page for each machine.
func (c *statesCmd) Run() error {
	if err := os.MkdirAll(c.Out, 0o755); err != nil {
		return err
	}
	for _, m := range machines() {
		text := fmt.Sprintf("# %s\n\nGenerated from the table in the code by `make generate`.\n\n```mermaid\n%s```\n", m.Name, m.Mermaid())
		if err := os.WriteFile(filepath.Join(c.Out, m.Name+".md"), []byte(text), 0o644); err != nil {
			return err
		}
	}
	return nil
}

type openapiCmd struct{}

// Run prints the description.
func (openapiCmd) Run(out io.Writer) error {
	doc, err := api.Document()
	if err == nil {
		_, err = out.Write(doc)
	}
	return err
}
