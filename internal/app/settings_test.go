package app_test

import (
	"bytes"
	"log/slog"
	"strings"
	"testing"

	"github.com/souk-market/souk/internal/app"
	"github.com/souk-market/souk/internal/seller"
)

// business-rules 2.3: a figure of admission that nobody can meet, or everybody, is found out at the start.
func TestNothingStartsWithAFigureOfAdmissionOutOfItsRange(t *testing.T) {
	t.Parallel()
	for _, flag := range []string{"--seller-founded-years=-1", "--seller-capital=-500000", "--seller-team=-3", "--seller-age=-18", "--seller-age=201"} {
		var out bytes.Buffer
		code := app.Main([]string{"doctor", "--data", t.TempDir(), "--log", "error", flag}, &out, &out)
		name, value, _ := strings.Cut(flag, "=")
		want := "SOUK_" + strings.ToUpper(strings.ReplaceAll(strings.TrimPrefix(name, "--"), "-", "_")) + " is " + value + ": it has to be a number from 0"
		if code != 1 || !strings.Contains(out.String(), want) {
			t.Errorf("%s: exit %d, want %q in\n%s", flag, code, want, &out)
		}
	}
}

func TestAFigureOfAdmissionIsWhatIsSetAndTheDefaultOtherwise(t *testing.T) {
	t.Parallel()
	none := int64(0)
	for name, tc := range map[string]struct {
		set  app.Settings
		want seller.Rules
	}{
		"nothing set":  {app.Settings{}, seller.DefaultRules()},
		"one set to 0": {app.Settings{SellerTeam: &none}, seller.Rules{FoundedYears: 1, CapitalCNY: 500_000, Age: 18}},
		"all set to 0": {app.Settings{SellerTeam: &none, SellerAge: &none, SellerCapital: &none, SellerFoundedYears: &none}, seller.Rules{}},
	} {
		tc.set.Data, tc.set.Listen, tc.set.MailFrom = t.TempDir(), "127.0.0.1:0", "Souk <souk@example.com>"
		a, err := app.New(t.Context(), tc.set, slog.New(slog.DiscardHandler))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if got := a.Sellers.Rules(); got != tc.want {
			t.Errorf("%s: %+v, want %+v", name, got, tc.want)
		}
		if err := a.Close(); err != nil {
			t.Error(err)
		}
	}
}

func TestNothingStartsWithALimitOfCopiesThatTheLargestFileDoesNotFit(t *testing.T) {
	t.Parallel()
	for _, value := range []string{"-1", "127", "1000001"} {
		var out bytes.Buffer
		code := app.Main([]string{"doctor", "--data", t.TempDir(), "--log", "error", "--export-mb=" + value}, &out, &out)
		if want := "SOUK_EXPORT_MB is " + value + ": it has to be a number from 128"; code != 1 || !strings.Contains(out.String(), want) {
			t.Errorf("%s: exit %d, want %q in\n%s", value, code, want, &out)
		}
	}
	var out bytes.Buffer
	if code := app.Main([]string{"doctor", "--data", t.TempDir(), "--log", "error", "--export-mb=128"}, &out, &out); code != 0 || !strings.Contains(out.String(), "SOUK_EXPORT_MB") {
		t.Errorf("128: exit %d\n%s", code, &out)
	}
}

// business-rules 4.12: a marketplace that is nowhere would leave its accounts without a region to buy in.
func TestNothingStartsInACountryThatIsNone(t *testing.T) {
	t.Parallel()
	for _, value := range []string{"XX", "China", "C"} {
		var out bytes.Buffer
		code := app.Main([]string{"doctor", "--data", t.TempDir(), "--log", "error", "--country=" + value}, &out, &out)
		if want := `SOUK_COUNTRY is "` + value + `": it has to be two letters of ISO 3166-1`; code != 1 || !strings.Contains(out.String(), want) {
			t.Errorf("%s: exit %d, want %q in\n%s", value, code, want, &out)
		}
	}
}
