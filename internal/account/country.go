package account

import (
	"cmp"
	"strings"

	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/country"
)

// Where an account is registered decides which products it may buy (business-rules 4.12). It is chosen when the account is
// opened and changes until the real name is verified, our choice: paying for anything takes a verified name, so the country is
// settled before the first paid order, and nobody moves about to buy what is not sold at home.

func cleanCountry(code string) string { return strings.ToUpper(strings.TrimSpace(code)) }

// checkCountry accepts a code or nothing.
func checkCountry(code string) *apperr.Error {
	if code != "" && !country.Valid(code) {
		return ErrCountryUnknown
	}
	return nil
}

// settle is where a person's account is registered after a change of its profile; "" in asked changes nothing.
func (a Account) settle(asked string) (string, *apperr.Error) {
	switch {
	case asked == "" || asked == a.Country:
		return a.Country, nil
	case a.OwnerID != "":
		return "", ErrCountryOfMain
	case a.Verified != "":
		return "", ErrCountryKept
	}
	return asked, nil
}

// atHome is a main account with where it is registered: one that is older than the question where the marketplace is.
func (s *Service) atHome(a Account) Account {
	if a.OwnerID == "" {
		a.Country = cmp.Or(a.Country, s.home)
	}
	return a
}
