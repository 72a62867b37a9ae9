package account

import (
	"context"
	"strings"

	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/storage"
)

// ProfileInput is what people may change about their account themselves.
type ProfileInput struct {
	AccountID                string
	Name, Email, Phone, Lang string
}

func (in *ProfileInput) clean() {
	in.Name, in.Email, in.Phone = strings.TrimSpace(in.Name), strings.TrimSpace(in.Email), barePhone(in.Phone)
}

// Validate joins the errors of all fields: name, email, phone, lang.
func (in ProfileInput) Validate() error {
	in.clean()
	var f apperr.Fields
	f.Add("name", checkName(in.Name))
	f.Add("email", checkEmail(in.Email))
	f.Add("phone", checkPhone(in.Phone))
	f.Add("lang", checkLang(in.Lang))
	return f.Err()
}

// UpdateProfile changes name, e-mail, phone and language. Errors: field errors, ErrAccountNotFound.
func (s *Service) UpdateProfile(ctx context.Context, in ProfileInput) error {
	in.clean()
	if err := in.Validate(); err != nil {
		return err
	}
	err := s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		n, err := updateProfile(ctx, tx, in)
		if err == nil && n == 0 {
			return ErrAccountNotFound
		}
		return err
	})
	if err == nil {
		s.cache.forget(in.AccountID)
	}
	return err
}
