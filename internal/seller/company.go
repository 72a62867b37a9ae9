package seller

import (
	"context"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/storage"
)

// fold makes forms of the same text equal: compatibility forms, case.
func fold(s string) string {
	return strings.ToLower(norm.NFKC.String(strings.ReplaceAll(s, "。", ".")))
}

// companies are the keys under which a company is known: its number and its legal name, without what writes them
// differently. Sorted, so that two applications take them in the same order. Individual developers share names: none.
func companies(as account.Verified, number, legalName string) []string {
	if as != account.VerifiedEnterprise {
		return nil
	}
	var out []string
	for kind, text := range map[string]string{"name:": legalName, "number:": number} {
		if key := strings.Map(func(r rune) rune {
			if unicode.IsLetter(r) || unicode.IsDigit(r) {
				return r
			}
			return -1
		}, fold(text)); key != "" {
			out = append(out, kind+key)
		}
	}
	slices.Sort(out)
	return out
}

// claim takes a company for an account: ErrCompanyAdmitted when another account has it (business-rules 2.2).
func claim(ctx context.Context, tx *storage.Tx, accountID string, keys []string) error {
	if err := deleteCompanies(ctx, tx, accountID); err != nil {
		return err
	}
	for _, key := range keys {
		taken, err := insertCompany(ctx, tx, key, accountID)
		if err != nil {
			return err
		}
		if !taken {
			return ErrCompanyAdmitted
		}
	}
	return nil
}
