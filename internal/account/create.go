package account

import (
	"cmp"
	"context"
	"strings"

	"github.com/souk-market/souk/internal/account/totp"
	"github.com/souk-market/souk/internal/audit"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/id"
	"github.com/souk-market/souk/internal/kernel/secret"
	"github.com/souk-market/souk/internal/storage"
)

// CreateInput describes a new account. Email may be empty: then it is the login where that is an address.
type CreateInput struct {
	Login    string
	Password secret.Text
	Kind     Kind
	Name     string
	Email    string
	Phone    string
	Lang     string // "zh" or "en"
	Country  string // ISO 3166-1; "" is that of the marketplace
	Roles    []Role // of an operator; none means administrator
	Proven   bool   // Email and Phone are known to be theirs, as if a code had come back
	// TOTP is the secret of an authenticator app (totp.NewSecret) that the account has from the beginning; "" for none.
	TOTP secret.Text
}

func (in *CreateInput) clean() {
	in.Login = strings.TrimSpace(in.Login)
	in.Name = strings.TrimSpace(in.Name)
	in.Email = strings.TrimSpace(in.Email)
	in.Phone = barePhone(in.Phone)
	in.Country = cleanCountry(in.Country)
	if in.Email == "" && isEmail(in.Login) {
		in.Email = in.Login
	}
	if n := NormalPhone(in.Phone); n != "" {
		in.Phone = n
	}
	if in.Kind == Operator && len(in.Roles) == 0 {
		in.Roles = []Role{RoleAdministrator}
	}
}

// Validate joins the errors of all fields: login, password, kind, name, email, phone, lang, country, totp.
func (in CreateInput) Validate() error {
	in.clean()
	var f apperr.Fields
	f.Add("login", chosenLogin(in.Login))
	f.Add("password", checkPassword(in.Password, in.Login))
	if !in.Kind.Valid() {
		f.Add("kind", ErrKindUnknown)
	}
	f.Add("name", checkName(in.Name))
	f.Add("email", checkEmail(in.Email))
	f.Add("phone", checkPhone(in.Phone))
	f.Add("lang", checkLang(in.Lang))
	f.Add("country", checkCountry(in.Country))
	if _, err := totp.Code(in.TOTP, 0); in.TOTP != "" && err != nil {
		f.Add("totp", ErrTOTPForm)
	}
	return f.Err()
}

// Create makes an account without a code to its address: by the command line, or for a demo. A login that is taken is an error of the field "login" (ErrLoginTaken).
func (s *Service) Create(ctx context.Context, in CreateInput) (Account, error) {
	in.clean()
	if err := in.Validate(); err != nil {
		return Account{}, err
	}
	hash, err := s.hasher.hash(ctx, in.Password) // before the transaction: it is slow on purpose
	if err != nil {
		return Account{}, err
	}
	var acc Account
	err = s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		acc = Account{ID: id.New("acc", tx.Now), EmailProven: in.Proven && in.Email != "", PhoneProven: in.Proven && in.Phone != "", Login: in.Login, Name: in.Name, Kind: in.Kind,
			Email: in.Email, Phone: in.Phone, Lang: in.Lang, Country: cmp.Or(in.Country, s.home), CreatedAt: tx.Now, State: StateActive, Programmatic: true, Roles: in.Roles}
		inserted, err := insertAccount(ctx, tx, acc, hash)
		if err != nil {
			return err
		}
		if !inserted {
			return fieldError("login", ErrLoginTaken)
		}
		if err := s.giveTOTP(ctx, tx, &acc, in.TOTP); err != nil {
			return err
		}
		return audit.Record(ctx, tx, audit.Change{Action: auditCreated, AccountID: acc.ID, Object: acc.ID,
			After: map[string]any{"login": acc.Login, "kind": acc.Kind, "roles": acc.Roles}})
	})
	if err != nil {
		return Account{}, err
	}
	return acc, nil
}

// giveTOTP sets up the authenticator app that an account has from the beginning.
func (s *Service) giveTOTP(ctx context.Context, tx *storage.Tx, acc *Account, key secret.Text) error {
	if key == "" {
		return nil
	}
	if err := insertTOTP(ctx, tx, acc.ID, s.seal(key, acc.ID)); err != nil {
		return err
	}
	var err error
	acc.SecondFactor, err = updateSecondFactor(ctx, tx, acc.ID)
	return err
}
