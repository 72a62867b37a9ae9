package app_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/souk-market/souk/internal/app"
	"github.com/souk-market/souk/internal/app/apptest"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/price"
	"github.com/souk-market/souk/internal/web/ui/uitest"
)

// business-rules 4.6, open-apis B3: at 0.30 up to 3 minutes and 0.20 beyond, 8 minutes are 1.90 under a step and 1.60 under a
// tier, and 2 are 0.60 under a tier: to the cent on the page, by the JSON API, and when use is rated.
func TestTheWorkedExamplesComeOutAlikeOnThePageByTheAPIAndWhenRated(t *testing.T) {
	t.Parallel()
	apptest.RunWith(t, app.Settings{URL: publicURL}, func(t *testing.T, m *apptest.Market) {
		w := newWalker(t, m)
		parse := func(s string) price.Decimal { return get[price.Decimal](t)(price.ParsePrice(s)) }
		plan := func(kind price.ModelKind, accumulation price.Cycle) price.Plan {
			return price.Plan{Currency: "CNY", Charge: price.ChargeOnDemand, Factors: []price.Factor{{Code: "calls", Name: i18n.Text{ZH: "通话", EN: "Calls"}, Items: []price.Item{{Code: "minutes",
				Name: i18n.Text{ZH: "时长", EN: "Duration"}, Unit: i18n.Text{ZH: "分钟", EN: "min"}, Cycle: price.CycleHour, Accumulation: accumulation,
				Model: price.Model{Kind: kind, Brackets: []price.Bracket{{UpTo: price.Whole(3), Price: parse("0.30")}, {Over: price.Whole(3), Price: parse("0.20")}}}}}}}}
		}
		ctx := t.Context()
		l := m.Joint(func(c *catalog.Content) {
			c.Specs = append(c.Specs, catalog.Spec{Name: i18n.Text{ZH: "累进", EN: "Steps"}, Plan: plan(price.ModelStep, price.CycleMonth)},
				catalog.Spec{Name: i18n.Text{ZH: "到达", EN: "Tiers"}, Plan: plan(price.ModelTier, "")})
		})
		product := l.ProductID
		ask := func(method, address, body string) *httptest.ResponseRecorder {
			t.Helper()
			r := httptest.NewRequestWithContext(ctx, method, publicURL+address, strings.NewReader(body))
			r.Header.Set("Content-Type", "application/json")
			r.AddCookie(&http.Cookie{Name: "souk_lang", Value: "en"})
			res := httptest.NewRecorder()
			w.handler.ServeHTTP(res, r)
			if res.Code != http.StatusOK {
				t.Fatalf("%s %s: %d %s", method, address, res.Code, res.Body)
			}
			return res
		}
		for _, c := range []struct {
			spec       int
			used, want string
		}{{1, "8", "1.90"}, {2, "8", "1.60"}, {2, "2", "0.60"}} {
			spec := l.Specs[c.spec]
			var answer struct {
				Total struct{ Amount string }
				Lines []struct{ Computation []struct{ EN string } }
			}
			body := fmt.Sprintf(`{"spec_id":%q,"use":[{"item":"minutes","quantity":%q}]}`, spec.ID, c.used)
			if err := json.Unmarshal(ask(http.MethodPost, "/api/v1/products/"+product+"/estimate", body).Body.Bytes(), &answer); err != nil {
				t.Fatal(err)
			}
			page := uitest.Parse(t, ask(http.MethodGet, "/products/"+product+"?spec="+spec.ID+"&use_minutes="+c.used, "").Body.String())
			rated := get[price.Rated](t)(price.Rate(price.Usage{Item: spec.Plan.Factors[0].Items[0], Currency: "CNY", Quantity: parse(c.used)}))
			shown := strings.Join(strings.Fields(page.Find("#cost .price-total").Text()), " ")
			if answer.Total.Amount != c.want || rated.Amount.String() != c.want || !strings.Contains(shown, "¥"+c.want) {
				t.Errorf("%s of %s: by the API %s, rated %s, on the page %q, want %s", c.used, spec.Name.EN, answer.Total.Amount, rated.Amount, shown, c.want)
			}
			for _, step := range answer.Lines[0].Computation {
				if words := page.Find("#cost").Text(); !strings.Contains(words, step.EN) {
					t.Errorf("the page does not say %q: %s", step.EN, words)
				}
			}
			var quote struct {
				Price struct{ Pay struct{ Amount string } }
			}
			opening := ask(http.MethodPost, "/api/v1/products/"+product+"/quote", fmt.Sprintf(`{"spec_id":%q}`, spec.ID))
			if err := json.Unmarshal(opening.Body.Bytes(), &quote); err != nil || quote.Price.Pay.Amount != "0.00" { // open-apis B4
				t.Errorf("opening costs %q: %v", quote.Price.Pay.Amount, err)
			}
		}
	})
}
