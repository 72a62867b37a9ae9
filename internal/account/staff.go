package account

import (
	"context"
	"slices"
	"strings"

	"github.com/souk-market/souk/internal/audit"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/id"
	"github.com/souk-market/souk/internal/kernel/secret"
	"github.com/souk-market/souk/internal/storage"
)

// Staff returns the operators that are not closed, the newest first. For who has OperatorStaff.
func (s *Service) Staff(ctx context.Context, who Actor) ([]Account, error) {
	if err := who.May(OperatorStaff); err != nil {
		return nil, err
	}
	return listStaff(ctx, s.db.Reader())
}

// CreateOperatorInput describes a new operator.
type CreateOperatorInput struct {
	Actor       Actor // who has OperatorStaff
	Login       string
	Name, Email string
	Lang        string
	Roles       []Role
}

func (in *CreateOperatorInput) clean() {
	in.Login, in.Name, in.Email = strings.TrimSpace(in.Login), strings.TrimSpace(in.Name), strings.TrimSpace(in.Email)
	if in.Email == "" && isEmail(in.Login) {
		in.Email = in.Login
	}
}

// Validate joins the errors of all fields: login, name, email, lang, roles.
func (in CreateOperatorInput) Validate() error {
	in.clean()
	var f apperr.Fields
	f.Add("login", chosenLogin(in.Login))
	f.Add("name", checkName(in.Name))
	f.Add("email", checkEmail(in.Email))
	f.Add("lang", checkLang(in.Lang))
	if _, ok := cleanRoles(in.Roles); !ok {
		f.Add("roles", ErrRoleUnknown)
	}
	return f.Err()
}

// cleanRoles puts roles into order; ok is false when there is none, or one that nobody knows.
func cleanRoles(in []Role) (out []Role, ok bool) {
	for _, r := range Roles() {
		if slices.Contains(in, r) {
			out = append(out, r)
		}
	}
	return out, len(out) > 0 && !slices.ContainsFunc(in, func(r Role) bool { return !slices.Contains(out, r) })
}

// CreateOperator makes an operator and returns the password to begin with, here and never again. It is good for
// FirstPasswordFor, and with it the operator can only choose another and set up a second factor (invariant 16). Errors: field errors (ErrLoginTaken among them), ErrForbidden.
func (s *Service) CreateOperator(ctx context.Context, in CreateOperatorInput) (Account, secret.Text, error) {
	if err := in.Actor.May(OperatorStaff); err != nil {
		return Account{}, "", err
	}
	in.clean()
	if err := in.Validate(); err != nil {
		return Account{}, "", err
	}
	first, hash, err := s.firstPassword(ctx) // before the transaction: it is slow on purpose
	if err != nil {
		return Account{}, "", err
	}
	roles, _ := cleanRoles(in.Roles)
	var acc Account
	err = s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		acc = Account{ID: id.New("acc", tx.Now), Login: in.Login, Name: in.Name, Kind: Operator, Email: in.Email, Lang: in.Lang, Country: s.home,
			CreatedAt: tx.Now, State: StateActive, Programmatic: true, Roles: roles, FirstUntil: tx.Now.Add(FirstPasswordFor)}
		inserted, err := insertAccount(ctx, tx, acc, hash)
		if err != nil {
			return err
		}
		if !inserted {
			return fieldError("login", ErrLoginTaken)
		}
		return audit.Record(ctx, tx, audit.Change{Action: didCreateOperator, AccountID: audit.Platform, Object: acc.ID,
			After: map[string]any{"login": acc.Login, "name": acc.Name, "email": acc.Email, "roles": acc.Roles}})
	})
	if err != nil {
		return Account{}, "", err
	}
	return acc, first, nil
}

// SetRoles gives an operator exactly these roles, at once on this node, within CacheFor on others. Somebody who is
// administrator and can sign in always stays (invariant 15). The operator is told. Errors: the field error "roles",
// ErrAccountNotFound for anybody but an operator, ErrLastAdministrator, ErrForbidden.
func (s *Service) SetRoles(ctx context.Context, who Actor, operatorID string, roles []Role) error {
	if err := who.May(OperatorStaff); err != nil {
		return err
	}
	clean, ok := cleanRoles(roles)
	if !ok {
		return badField("roles", ErrRoleUnknown)
	}
	return s.changeStaff(ctx, operatorID, func(ctx context.Context, tx *storage.Tx, a Account) error {
		if slices.Equal(a.Roles, clean) {
			return nil
		}
		if err := updateRoles(ctx, tx, a.ID, clean); err != nil {
			return err
		}
		return s.note(ctx, tx, factorChange{acc: a, action: didSetRoles, object: a.ID, what: textRoles,
			before: map[string]any{"roles": a.Roles}, after: map[string]any{"roles": clean}})
	})
}

// changeStaff changes an operator while no other change of operators runs, and refuses one that leaves no administrator.
func (s *Service) changeStaff(ctx context.Context, operatorID string, fn func(context.Context, *storage.Tx, Account) error) error {
	return s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		if err := lockStaff(ctx, tx); err != nil {
			return err
		}
		a, err := getAccount(ctx, tx, operatorID)
		if err == nil && (a.Kind != Operator || a.State == StateClosed) {
			err = ErrAccountNotFound
		}
		if err != nil {
			return err
		}
		if err := fn(ctx, tx, a); err != nil {
			return err
		}
		staff, err := listStaff(ctx, tx)
		if err != nil {
			return err
		}
		if !slices.ContainsFunc(staff, Account.administers) {
			return ErrLastAdministrator
		}
		tx.OnCommit(func() { s.cache.forget(operatorID) })
		return nil
	})
}

// administers reports whether it is an operator who can sign in and is administrator. Who has a first password still does
// not count: it runs out by itself.
func (a Account) administers() bool {
	return a.Kind == Operator && a.State == StateActive && a.FirstUntil.IsZero() && slices.Contains(a.Roles, RoleAdministrator)
}

var textRoles = i18n.Text{ZH: "您的运营角色已被修改", EN: "Your roles as an operator were changed"}
