package app

import (
	"context"
	"os"
	"os/user"
	"strconv"

	"github.com/souk-market/souk/internal/audit"
)

// byHand is the context of a command that changes something: the audit log names the person of this machine who ran it.
func byHand(ctx context.Context, command string) context.Context {
	return audit.WithOrigin(ctx, audit.Origin{Name: hostUser(), Via: audit.ViaCLI, Agent: "souk " + command})
}

// hostUser is the name of the user of this process; its number where the machine has no name for it.
func hostUser() string {
	u, err := user.Current()
	if err != nil || u.Username == "" {
		return "uid " + strconv.Itoa(os.Getuid())
	}
	return u.Username
}
