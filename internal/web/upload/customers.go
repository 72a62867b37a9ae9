package upload

import (
	"errors"
	"io"
	"maps"
	"net/http"
	"net/url"
	"strings"

	"github.com/souk-market/souk/internal/promo"
	"github.com/souk-market/souk/internal/web/door"
)

// maxListTexts is the most bytes of the texts of a form beside its list of customers.
const maxListTexts = 512 << 10

// Customers reads a posted form that may bring a filled template of customers as users_file. Those of the file replace the ones
// that were typed as users, and stay in the form as if they had been typed: nothing is lost by a refusal. Errors: door.ErrForm,
// ErrCustomers.
func Customers(w http.ResponseWriter, r *http.Request) (url.Values, error) {
	r.Body = http.MaxBytesReader(w, r.Body, promo.MaxTemplate+maxListTexts)
	err := r.ParseMultipartForm(promo.MaxTemplate + maxListTexts)
	var cut *http.MaxBytesError
	switch {
	case errors.As(err, &cut):
		return nil, ErrCustomers
	case errors.Is(err, http.ErrNotMultipart):
		return r.PostForm, nil
	case err != nil:
		return nil, door.ErrForm
	}
	form := maps.Clone(r.PostForm)
	file, _, err := r.FormFile("users_file")
	if errors.Is(err, http.ErrMissingFile) {
		return form, nil
	}
	if err != nil {
		return nil, door.ErrForm
	}
	defer func() { _ = file.Close() }()
	raw, err := io.ReadAll(io.LimitReader(file, promo.MaxTemplate+1))
	if err != nil {
		return nil, door.ErrForm
	}
	if len(raw) > promo.MaxTemplate {
		return nil, ErrCustomers
	}
	if len(raw) > 0 {
		form.Set("users", strings.ToValidUTF8(strings.TrimPrefix(string(raw), "\uFEFF"), "\uFFFD"))
	}
	return form, nil
}

// CustomersOf reads the customers of such a form; an empty list is nobody. Errors: those of promo.ParseUsers.
func CustomersOf(form url.Values) ([]promo.User, error) {
	text := form.Get("users")
	if strings.TrimSpace(text) == "" {
		return []promo.User{}, nil
	}
	return promo.ParseUsers([]byte(text))
}
