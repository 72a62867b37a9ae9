package account

import (
	"cmp"
	"context"
	"regexp"
	"strings"

	"github.com/souk-market/souk/internal/audit"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/id"
	"github.com/souk-market/souk/internal/kernel/secret"
	"github.com/souk-market/souk/internal/notify"
	"github.com/souk-market/souk/internal/storage"
)

// SignUpInput opens an account for whoever holds the proof of an address (business-rules 2.1, step 1).
type SignUpInput struct {
	Proof    secret.Text
	Login    string // of who registers by phone; "" gets one. Who registers by mail signs in with the address.
	Password secret.Text
	Name     string // "" takes the login
	Lang     string // "zh" or "en"
	Country  string // where the account is registered, ISO 3166-1; "" is that of the marketplace
	Terms    string // the versions of the terms that were shown and accepted; "" none
}

// chosenName is a login that people who register may choose: never an address or a number, which are proven instead.
var chosenName = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9._-]{3,31}$`)

func (in *SignUpInput) clean() {
	in.Login, in.Name, in.Country = strings.TrimSpace(in.Login), strings.TrimSpace(in.Name), cleanCountry(in.Country)
}

// Validate joins the errors of all fields: login, password, name, lang, country, terms.
func (in SignUpInput) Validate() error {
	in.clean()
	var f apperr.Fields
	if in.Login != "" && !chosenName.MatchString(in.Login) {
		f.Add("login", ErrChosenNameForm)
	}
	f.Add("password", checkPassword(in.Password, in.Login))
	if in.Name != "" {
		f.Add("name", checkName(in.Name))
	}
	f.Add("lang", checkLang(in.Lang))
	f.Add("country", checkCountry(in.Country))
	if in.Terms == "" {
		f.Add("terms", ErrTermsRequired)
	}
	return f.Err()
}

// SignUp opens a buyer's account and uses the proof up. Errors: field errors ("login" with ErrLoginTaken among them),
// ErrProofExpired, ErrEmailTaken, and ErrPhoneFull for a number that has MaxPhoneAccounts already: only who has proven
// the address learns of these.
func (s *Service) SignUp(ctx context.Context, in SignUpInput) (Account, error) {
	in.clean()
	if err := in.Validate(); err != nil {
		return Account{}, err
	}
	ch, target, err := s.Proven(ctx, ForRegistration, in.Proof)
	if err != nil {
		return Account{}, err
	}
	if ch == ByMail {
		if e := checkPassword(in.Password, target); e != nil {
			return Account{}, fieldError("password", e)
		}
	}
	hash, err := s.hasher.hash(ctx, in.Password) // before the transaction: it is slow on purpose
	if err != nil {
		return Account{}, err
	}
	var acc Account
	err = s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		acc, err = s.signUpTx(ctx, tx, in, hash)
		return err
	})
	return acc, err
}

func (s *Service) signUpTx(ctx context.Context, tx *storage.Tx, in SignUpInput, hash string) (Account, error) {
	c, err := spendCode(ctx, tx, readProof(in.Proof, ForRegistration), s.wall())
	if err != nil {
		return Account{}, err
	}
	acc := Account{ID: id.New("acc", tx.Now), Kind: Buyer, Name: in.Name, Lang: in.Lang, Country: cmp.Or(in.Country, s.home), CreatedAt: tx.Now, State: StateActive,
		Programmatic: true}
	switch c.channel {
	case ByMail:
		acc.Login, acc.Email, acc.EmailProven = c.target, c.target, true
		if acc.Name == "" {
			acc.Name, _, _ = strings.Cut(c.target, "@")
			acc.Name = cutRunes(acc.Name, MaxName)
		}
		inserted, err := insertAccount(ctx, tx, acc, hash)
		if err != nil || !inserted {
			return Account{}, orElse(err, ErrEmailTaken)
		}
	default:
		acc.Phone, acc.PhoneProven = c.target, true
		if err := s.insertByPhone(ctx, tx, &acc, registration{in.Login, hash}); err != nil {
			return Account{}, err
		}
	}
	if err := s.welcome(ctx, tx, acc); err != nil {
		return Account{}, err
	}
	ctx = asThemselves(ctx, acc)
	if s.terms != nil {
		if err := s.terms.AcceptTx(ctx, tx, acc.Actor(), in.Terms); err != nil {
			return Account{}, err
		}
	}
	return acc, audit.Record(ctx, tx, audit.Change{Action: auditRegistered, AccountID: acc.ID, Object: acc.ID,
		After: map[string]any{"login": acc.Login, "email": acc.Email, "phone": acc.Phone, "country": acc.Country, "terms": in.Terms}})
}

type registration struct{ login, hash string }

// insertByPhone counts the number's accounts under its lock, and finds a login where none was chosen.
func (s *Service) insertByPhone(ctx context.Context, tx *storage.Tx, acc *Account, r registration) error {
	if err := lockPhone(ctx, tx, acc.Phone); err != nil {
		return err
	}
	n, err := countPhone(ctx, tx, acc.Phone, "")
	if err != nil {
		return err
	}
	if n >= MaxPhoneAccounts { // business-rules 2.1: one phone may register at most 3 accounts
		return ErrPhoneFull.With("max", MaxPhoneAccounts)
	}
	named := acc.Name != ""
	for range 5 {
		if acc.Login = r.login; acc.Login == "" {
			acc.Login = "souk_" + strings.ToLower(id.Alnum(8))
		}
		if !named {
			acc.Name = acc.Login
		}
		inserted, err := insertAccount(ctx, tx, *acc, r.hash)
		switch {
		case err != nil:
			return err
		case inserted:
			return nil
		case r.login != "":
			return fieldError("login", ErrLoginTaken)
		}
	}
	return fieldError("login", ErrLoginTaken)
}

// welcome keeps the login in the message centre: who registered by phone may not remember a name that was made up.
func (s *Service) welcome(ctx context.Context, tx *storage.Tx, acc Account) error {
	return s.tell(ctx, tx, notify.Message{To: acc.ID, Event: notify.AccountRegistered, Link: "/account",
		Params: map[string]string{"login": acc.Login}, Key: "registered"})
}

func cutRunes(s string, most int) string {
	if r := []rune(s); len(r) > most {
		return string(r[:most])
	}
	return s
}
