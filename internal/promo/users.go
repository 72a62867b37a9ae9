package promo

import (
	"bytes"
	"cmp"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/souk-market/souk/internal/kernel/apperr"
)

// User is a customer that a batch or an offer names (business-rules 5.8: 指定客户). Both are given, so that a mistyped id names
// nobody else.
type User struct {
	ID   string // "acc_…"
	Name string
	line int // of the template; 0 elsewhere
}

// MaxTemplate is the most bytes of a filled template.
const MaxTemplate = 1 << 20

// Template is the file to fill in: a heading, then one customer a line. It begins with the mark by which spreadsheets
// recognise UTF-8.
func Template() []byte {
	return []byte("\uFEFF账号名称 Account name,账号ID Account id\r\n")
}

// ParseUsers reads a filled template. Empty lines, the heading and spaces around values are skipped. What is wrong is the
// error of the field "users" and names its line.
func ParseUsers(raw []byte) ([]User, error) {
	raw = bytes.TrimPrefix(raw, []byte("\uFEFF"))
	r := csv.NewReader(bytes.NewReader(bytes.ToValidUTF8(bytes.ReplaceAll(raw, []byte{0}, nil), []byte("\uFFFD"))))
	r.FieldsPerRecord, r.TrimLeadingSpace = -1, true
	var out []User
	seen := map[string]bool{}
	for {
		row, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		var broken *csv.ParseError
		if errors.As(err, &broken) {
			return nil, fieldError("users", ErrUsersForm.With("line", broken.Line))
		}
		if err != nil {
			return nil, fmt.Errorf("read template: %w", err)
		}
		at, _ := r.FieldPos(0)
		u, empty := userOf(row, at)
		switch {
		case empty || at == 1 && !strings.HasPrefix(u.ID, "acc_"): // the heading
		case u.Name == "" || !strings.HasPrefix(u.ID, "acc_"):
			return nil, fieldError("users", ErrUsersForm.With("line", at))
		case !seen[u.ID]:
			seen[u.ID] = true
			if out = append(out, u); len(out) > MaxNamed {
				return nil, fieldError("users", ErrUsersMissing.With("max", MaxNamed))
			}
		}
	}
	if len(out) == 0 {
		return nil, fieldError("users", ErrUsersMissing.With("max", MaxNamed))
	}
	return out, nil
}

func userOf(row []string, at int) (u User, empty bool) {
	u.line = at
	if len(row) > 0 {
		u.Name = line(row[0])
	}
	if len(row) > 1 {
		u.ID = line(row[1])
	}
	return u, line(strings.Join(row, "")) == ""
}

// FirstUnknown is the line of the first user who is no customer of exactly this id and name: its line of the template, else its
// place from 1; 0 when all are.
func FirstUnknown(ctx context.Context, people People, users []User) (int, error) {
	ids := make([]string, len(users))
	for i, u := range users {
		ids[i] = u.ID
	}
	found, err := customers(ctx, people, ids)
	if err != nil {
		return 0, err
	}
	for i, u := range users {
		if a, ok := found[u.ID]; !ok || line(a.Name) != u.Name {
			return cmp.Or(u.line, i+1), nil
		}
	}
	return 0, nil
}

// checkUsers wants each user to be a customer. The first that is not is named.
func (s *Service) checkUsers(ctx context.Context, f *apperr.Fields, users []User) error {
	at, err := FirstUnknown(ctx, s.d.People, users)
	if at > 0 {
		f.Add("users", ErrUserUnknown.With("line", at))
	}
	return err
}
