package apperr_test

import (
	"errors"
	"fmt"
	"net/http"
	"testing"

	"github.com/souk-market/souk/internal/kernel/apperr"
)

var errTooLong = apperr.Def(apperr.Invalid, "too_long", "At most {max} characters.", "最多 {max} 个字符。")

func TestPlaceholdersAreFilledInBothLanguagesAndTheDeclarationStaysUntouched(t *testing.T) {
	t.Parallel()
	e := errTooLong.With("max", 10)
	if got := e.Text("en"); got != "At most 10 characters." {
		t.Errorf("en = %q", got)
	}
	if got := e.Text("zh"); got != "最多 10 个字符。" {
		t.Errorf("zh = %q", got)
	}
	if got := errTooLong.Text("en"); got != "At most {max} characters." {
		t.Errorf("declaration changed: %q", got)
	}
	if !errors.Is(fmt.Errorf("save: %w", e), errTooLong) {
		t.Error("a filled error is no longer the declared one")
	}
}

func TestAnUndeclaredErrorIsInternalAndHidesItsText(t *testing.T) {
	t.Parallel()
	e := apperr.Of(errors.New("password=hunter2"))
	if e != apperr.ErrInternal || apperr.HTTPStatus(e.Kind) != http.StatusInternalServerError {
		t.Errorf("got %v", e)
	}
}

func TestFieldsKeepTheFirstErrorOfEachField(t *testing.T) {
	t.Parallel()
	var f apperr.Fields
	if f.Err() != nil {
		t.Fatal("empty fields are an error")
	}
	f.Add("name", errTooLong.With("max", 1))
	f.Add("name", apperr.ErrInternal)
	f.Add("other", nil)
	got := apperr.FieldsOf(fmt.Errorf("wrap: %w", f.Err()))
	if len(got) != 1 || got["name"].Code != "too_long" {
		t.Errorf("fields = %v", got)
	}
	if !errors.Is(f.Err(), apperr.ErrInvalidInput) {
		t.Error("not invalid_input")
	}
}
