package account

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/souk-market/souk/internal/audit"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/notify"
	"github.com/souk-market/souk/internal/storage"
)

// MaxReason is the most characters of an operator's reason.
const MaxReason = 500

// What operators do to accounts and to each other.
var (
	didCreateOperator = audit.Def("account.operator_created", "Operator created", "创建运营账号")
	didSetRoles       = audit.Def("account.roles_changed", "Roles of an operator changed", "修改运营人员角色")
	didBlock          = audit.Def("account.blocked", "Account blocked", "停用账号")
	didUnblock        = audit.Def("account.unblocked", "Account unblocked", "恢复账号")
	didRenewFirst     = audit.Def("account.first_password_set", "New first password of an operator", "重设运营人员初始密码")
	didResetFactor    = audit.Def("account.second_factor_reset", "Second factor reset by an operator", "运营重置两步验证")
)

var textFactorReset = i18n.Text{ZH: "运营人员已重置您的两步验证，请重新设置", EN: "An operator reset your second factor; please set one up again"}

// AccountFilter narrows a search for accounts. Empty fields do not count.
type AccountFilter struct {
	Text  string // an id, or the beginning of a login, phone number, e-mail address or name
	Kind  Kind
	State State
}

// Search returns customers' main accounts, the newest first. Case does not count. For who has OperatorAccounts.
func (s *Service) Search(ctx context.Context, who Actor, f AccountFilter, p page.Request) (page.Of[Account], error) {
	if err := who.May(OperatorAccounts); err != nil {
		return page.Of[Account]{}, err
	}
	f.Text = strings.TrimSpace(strings.ReplaceAll(strings.ToValidUTF8(f.Text, ""), "\x00", ""))
	return searchAccounts(ctx, s.db.Reader(), f, p)
}

// Dossier is an account with what operators need to help its owner. It has no secret.
type Dossier struct {
	Account
	Users      []User // of a customer, those that are not removed
	Factor     SecondFactor
	Sessions   int // live ones of the person
	SignedInAt time.Time
}

// Inspect returns a main account for an operator who may look it up: customers with OperatorAccounts (to change them takes
// OperatorAccountCare), operators with OperatorStaff. Others, sub-users among them, are ErrAccountNotFound.
func (s *Service) Inspect(ctx context.Context, who Actor, accountID string) (Dossier, error) {
	a, err := s.overseen(ctx, s.db.Reader(), who, accountID)
	if err != nil {
		return Dossier{}, err
	}
	d := Dossier{Account: s.atHome(a)}
	q := s.db.Reader()
	if d.SignedInAt, err = getSignedIn(ctx, q, a.ID); err != nil {
		return Dossier{}, err
	}
	if d.Sessions, err = countSessions(ctx, q, a.ID, s.wall()); err != nil {
		return Dossier{}, err
	}
	if d.Factor, err = s.SecondFactor(ctx, a.ID); err != nil {
		return Dossier{}, err
	}
	if a.Kind != Operator {
		d.Users, err = listUsers(ctx, q, a.ID)
	}
	return d, err
}

// overseen is a main account that who may look after.
func (s *Service) overseen(ctx context.Context, q storage.Querier, who Actor, accountID string) (Account, error) {
	if err := who.May(OperatorAccounts); err != nil && who.May(OperatorStaff) != nil {
		return Account{}, err
	}
	if !IsID(accountID) {
		return Account{}, ErrAccountNotFound
	}
	a, err := getAccount(ctx, q, accountID)
	if err != nil {
		return Account{}, err
	}
	needed := OperatorAccounts
	if a.Kind == Operator {
		needed = OperatorStaff
	}
	if a.OwnerID != "" || !who.Can(needed) {
		return Account{}, ErrAccountNotFound
	}
	return a, nil
}

// OverseeInput is what an operator does to an account, and why.
type OverseeInput struct {
	Actor     Actor
	AccountID string
	Reason    string // MaxReason characters at most
}

// Validate is the error of the field reason.
func (in OverseeInput) Validate() error {
	switch n := utf8.RuneCountInString(strings.TrimSpace(in.Reason)); {
	case n == 0:
		return badField("reason", ErrReasonRequired)
	case n > MaxReason:
		return badField("reason", ErrNameTooLong.With("max", MaxReason))
	case !utf8.ValidString(in.Reason) || strings.Contains(in.Reason, "\x00"):
		return badField("reason", ErrNameForm)
	}
	return nil
}

// Block keeps a main account and its sub-users out: sessions end, tokens and access keys are refused, at once on this node
// and within CacheFor on others. The owner is told why. Errors: the field error "reason", ErrAccountNotFound,
// ErrAccountState when it is blocked or closed already, ErrOneself, ErrLastAdministrator, ErrForbidden.
func (s *Service) Block(ctx context.Context, in OverseeInput) error {
	return s.switchAccount(ctx, in, StateActive, StateDisabled)
}

// Unblock lets a blocked account in again. Errors: as Block; ErrAccountState when it is not blocked.
func (s *Service) Unblock(ctx context.Context, in OverseeInput) error {
	return s.switchAccount(ctx, in, StateDisabled, StateActive)
}

func (s *Service) switchAccount(ctx context.Context, in OverseeInput, from, to State) error {
	return s.oversee(ctx, in, func(ctx context.Context, tx *storage.Tx, a Account) error {
		n, err := moveState(ctx, tx, a.ID, from, to)
		if err == nil && n == 0 {
			err = ErrAccountState // somebody was quicker
		}
		if err != nil {
			return err
		}
		did, event := didUnblock, notify.AccountUnblocked
		if to != StateActive {
			did, event = didBlock, notify.AccountBlocked
			if err := endSessions(ctx, tx, a.ID); err != nil {
				return err
			}
		}
		if err := s.tell(ctx, tx, notify.Message{To: a.ID, Event: event, Params: map[string]string{"login": a.Login, "reason": strings.TrimSpace(in.Reason)}}); err != nil {
			return err
		}
		return audit.Record(ctx, tx, audit.Change{Action: did, AccountID: a.AuditLog(), Object: a.ID, Before: map[string]any{"state": a.State},
			After: map[string]any{"state": to}, Reason: strings.TrimSpace(in.Reason)})
	})
}

// ResetSecondFactor takes authenticator, passkeys and recovery codes from somebody who lost them and proved by other means
// who it is; sessions end. The owner is told. Nobody does it to oneself (invariant 10). Errors: the field error "reason",
// ErrAccountNotFound, ErrNoSecondFactor, ErrOneself, ErrAccountState for a closed one, ErrForbidden.
func (s *Service) ResetSecondFactor(ctx context.Context, in OverseeInput) error {
	return s.oversee(ctx, in, func(ctx context.Context, tx *storage.Tx, a Account) error {
		switch {
		case a.State == StateClosed:
			return ErrAccountState
		case !a.SecondFactor:
			return ErrNoSecondFactor
		}
		if err := endFactors(ctx, tx, a.ID); err != nil {
			return err
		}
		if err := deleteOtherSessions(ctx, tx, a.ID, ""); err != nil {
			return err
		}
		return s.note(ctx, tx, factorChange{acc: a, action: didResetFactor, object: a.ID, what: textFactorReset, reason: strings.TrimSpace(in.Reason),
			before: map[string]bool{"second_factor": true}, after: map[string]bool{"second_factor": false}})
	})
}

// oversee changes a main account, alone: its row, and with an operator those of all operators, are locked.
func (s *Service) oversee(ctx context.Context, in OverseeInput, fn func(context.Context, *storage.Tx, Account) error) error {
	a, err := s.overseen(ctx, s.db.Reader(), in.Actor, in.AccountID)
	if err != nil {
		return err
	}
	if a.Kind != Operator {
		if err := in.Actor.May(OperatorAccountCare); err != nil {
			return err
		}
	}
	if err := in.Validate(); err != nil {
		return err
	}
	if a.ID == in.Actor.UserID {
		return ErrOneself
	}
	if a.Kind == Operator {
		return s.changeStaff(ctx, a.ID, fn)
	}
	return s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		if err := lockAccount(ctx, tx, a.ID); err != nil {
			return err
		}
		fresh, err := getAccount(ctx, tx, a.ID)
		if err != nil {
			return err
		}
		tx.OnCommit(func() { s.cache.forget(a.ID) })
		return fn(ctx, tx, fresh)
	})
}
