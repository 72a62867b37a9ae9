package app

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/clock"
	"github.com/souk-market/souk/internal/kernel/secret"
	"github.com/souk-market/souk/internal/storage"
)

type adminCmd struct {
	CreateOperator createOperatorCmd `cmd:"" help:"Create an operator account. The password is read from standard input, or made and printed."`
}

type createOperatorCmd struct {
	Settings
	Login         string `arg:"" help:"Login name."`
	Name          string `help:"Display name." default:"Operator"`
	Email         string `help:"Mail address for messages."`
	PasswordStdin bool   `help:"Read the password from the first line of standard input."`
}

// Run creates the account.
func (c *createOperatorCmd) Run(ctx context.Context, out io.Writer) error {
	ctx = byHand(ctx, "admin create-operator")
	a, err := New(ctx, c.Settings, c.logger())
	if err != nil {
		return err
	}
	defer func() { _ = a.Close() }()
	password := secret.Token(15)
	if c.PasswordStdin {
		line, err := bufio.NewReader(os.Stdin).ReadString('\n')
		if err != nil && !errors.Is(err, io.EOF) {
			return err
		}
		password = strings.TrimRight(line, "\r\n")
	}
	acc, err := a.Accounts.Create(ctx, account.CreateInput{Login: c.Login, Name: c.Name, Email: c.Email,
		Kind: account.Operator, Password: secret.Text(password), Lang: "zh", Proven: true})
	if err != nil {
		return err
	}
	if err := a.Notify.Adopt(ctx, acc.ID); err != nil {
		return err
	}
	_, _ = fmt.Fprintf(out, "created operator %s (%s)\n", acc.Login, acc.ID)
	if !c.PasswordStdin {
		_, _ = fmt.Fprintf(out, "password: %s\n", password)
	}
	_, _ = fmt.Fprintf(out, "At the first sign-in it sets up a second factor (authenticator app or passkey), without which it may do nothing: %s/account/security\n",
		c.publicURL())
	return nil
}

type migrateCmd struct {
	Settings
}

// Run migrates and says what it did.
func (c *migrateCmd) Run(ctx context.Context, out io.Writer) error {
	db, err := storage.Open(ctx, c.storage(), clock.New(), c.logger())
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	applied, err := db.Migrate(ctx)
	for _, name := range applied {
		_, _ = fmt.Fprintln(out, "applied", name)
	}
	if err == nil {
		_, _ = fmt.Fprintln(out, "schema is up to date")
	}
	return err
}
