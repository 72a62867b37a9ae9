package app

import (
	"context"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/api"
)

type permissionsCmd struct{}

// Run prints docs/permissions.md: the permissions, and which role may do what, from what is registered.
func (permissionsCmd) Run(ctx context.Context, out io.Writer) error {
	dir, err := os.MkdirTemp("", "souk-permissions")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	set := Settings{Data: dir, Listen: "127.0.0.1:0", Sandbox: true, TestGateway: true, MailFrom: "Souk <souk@localhost.localdomain>", Log: "error"}
	a, err := New(ctx, set, set.logger())
	if err != nil {
		return err
	}
	defer func() { _ = a.Close() }()
	if _, err := a.Handler(); err != nil {
		return err
	}
	_, err = io.WriteString(out, PermissionTable(a.Operations()))
	return err
}

// Operation is something that somebody may ask the marketplace for: a page, what a page does, or an operation of the API.
type Operation struct {
	Name  string // "GET /seller/products", or the operation's id with its method and path
	API   bool
	Needs []account.Permission // one of these
}

// Operations are all pages and operations that are registered. Handler must have been called.
func (a *App) Operations() []Operation {
	var out []Operation
	for _, rt := range a.pages.Routes() {
		out = append(out, Operation{Name: rt.Pattern, Needs: []account.Permission{rt.Needs}})
	}
	for _, op := range api.Operations() {
		out = append(out, Operation{Name: op.Method + " " + api.Prefix + op.Path, API: true, Needs: op.Needs})
	}
	slices.SortFunc(out, func(x, y Operation) int {
		return strings.Compare(sortKey(x), sortKey(y))
	})
	return out
}

// sortKey puts an operation's address before its method, and the pages before the API.
func sortKey(o Operation) string {
	method, address, found := strings.Cut(o.Name, " ")
	if !found {
		method, address = "", o.Name
	}
	return fmt.Sprintf("%t %s %s", o.API, address, method)
}

// MatrixRole is a column of the permission table.
type MatrixRole struct {
	Name  string
	Actor account.Actor // nobody for the visitor
}

// MatrixRoles are the columns of the permission table: who nobody's groups change.
func MatrixRoles() []MatrixRole {
	main := func(kind account.Kind, roles ...account.Role) account.Actor {
		return account.Account{ID: "any", Kind: kind, Roles: roles, SecondFactor: true}.Actor()
	}
	out := []MatrixRole{{"visitor", account.Actor{}}, {"buyer", main(account.Buyer)}, {"seller", main(account.Seller)}}
	for _, role := range account.Roles() {
		out = append(out, MatrixRole{string(role), main(account.Operator, role)})
	}
	return out
}

// Allows reports whether the actor may call the operation.
func (o Operation) Allows(a account.Actor) bool { return slices.ContainsFunc(o.Needs, a.Can) }

// PermissionTable is docs/permissions.md.
func PermissionTable(ops []Operation) string {
	var b strings.Builder
	b.WriteString(`# Permissions

Generated from the table in the code (` + "`internal/account/permission.go`" + `) and from what is registered, by ` + "`make generate`" + `. A test asks for
every operation as every role and as a sub-user with one permission, and expects this page. Another test asks for everything whose
address names a thing as strangers from other tenants, with the ids of things that are there: to them they are not.

**buyer** and **seller** are main accounts; a seller may do what a buyer may. A **sub-user** has what its groups give of its main account's
permissions ("grant"), and everything that whoever is signed in may do. The other columns are the roles of operators.

## Permissions

`)
	roles := MatrixRoles()
	header(&b, "permission | 名称 | name", roles)
	var planned []string
	for _, p := range account.Permissions() {
		if p.Planned {
			planned = append(planned, "`"+p.Code+"` "+p.Name.ZH)
			continue
		}
		fmt.Fprintf(&b, "| `%s` | %s | %s |", p.Code, p.Name.ZH, p.Name.EN)
		marks(&b, Operation{Needs: []account.Permission{p.Permission}}, roles)
	}
	fmt.Fprintf(&b, "\nMenu points whose pages come later; a group may hold them already: %s.\n", strings.Join(planned, ", "))
	for _, part := range []struct {
		title string
		api   bool
	}{{"Pages", false}, {"API", true}} {
		fmt.Fprintf(&b, "\n## %s\n\n", part.title)
		header(&b, "operation | needs", roles)
		for _, o := range ops {
			if o.API != part.api {
				continue
			}
			codes := make([]string, len(o.Needs))
			for i, p := range o.Needs {
				codes[i] = "`" + p.String() + "`"
			}
			fmt.Fprintf(&b, "| %s | %s |", o.Name, strings.Join(codes, " or "))
			marks(&b, o, roles)
		}
	}
	return b.String()
}

func header(b *strings.Builder, first string, roles []MatrixRole) {
	fmt.Fprintf(b, "| %s |", first)
	for _, r := range roles {
		fmt.Fprintf(b, " %s |", r.Name)
	}
	fmt.Fprintf(b, " sub-user |\n|%s\n", strings.Repeat("---|", strings.Count(first, "|")+2+len(roles)))
}

// marks writes a row's columns: yes or nothing for a role, and for sub-users whether a group can give it.
func marks(b *strings.Builder, o Operation, roles []MatrixRole) {
	for _, r := range roles {
		if o.Allows(r.Actor) {
			b.WriteString(" yes |")
		} else {
			b.WriteString(" |")
		}
	}
	switch {
	case slices.Contains(o.Needs, account.Public) || slices.Contains(o.Needs, account.SignedIn):
		b.WriteString(" yes |\n")
	case slices.ContainsFunc(o.Needs, func(p account.Permission) bool { return p.Info().Grantable() }):
		b.WriteString(" grant |\n")
	default:
		b.WriteString(" |\n")
	}
}
