package price_test

import (
	"slices"
	"testing"

	"github.com/souk-market/souk/internal/price"
)

// business-rules 4.5: what the marketplace names itself names no attribute, in neither language.
func TestReservedNamesOfAttributesAreRefused(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"appName", "应用名称", "version", "版本", "os", "操作系统", "mode", "所属模式"} {
		for field, change := range map[string]func(*price.Attribute){
			"name":   func(a *price.Attribute) { a.Name.ZH = name },
			"in_en":  func(a *price.Attribute) { a.Name.EN = name },
			"code":   func(a *price.Attribute) { a.Code = name },
			"inside": func(a *price.Attribute) { a.Name.ZH = "我的" + name },
		} {
			p := custom(linear(1))
			change(&p.Attributes[1])
			got := codes(p.Validate())
			switch want := "attribute_reserved"; field {
			case "inside":
				if len(got) != 0 {
					t.Errorf("part of a name is refused: %v", got)
				}
			case "code":
				if e := got["attributes.1.code"]; e != want && e != "plan_code" { // a Chinese code is none anyway
					t.Errorf("code %s: %v", name, got)
				}
			default:
				if got["attributes.1.name"] != want {
					t.Errorf("%s %s: %v", field, name, got)
				}
			}
		}
	}
}

// business-rules 4.6: a package of use is reset never, monthly or yearly; one of calls also hourly, daily and weekly; one that stops
// when it is used up never.
func TestEachKindOfPackageHasItsResets(t *testing.T) {
	t.Parallel()
	for charge, may := range map[price.Charge][]price.Cycle{
		price.ChargePackage: {price.CycleNever, price.CycleMonth, price.CycleYear},
		price.ChargeCount:   {price.CycleNever, price.CycleHour, price.CycleDay, price.CycleWeek, price.CycleMonth, price.CycleYear},
		price.ChargeStop:    {price.CycleNever},
	} {
		for _, reset := range []price.Cycle{price.CycleNever, price.CycleHour, price.CycleDay, price.CycleWeek, price.CycleMonth, price.CycleYear, "minute", ""} {
			p := price.Plan{Currency: "CNY", Charge: charge, Package: &price.Package{Reset: reset, Contents: []price.Content{{Item: "calls", Quantity: price.Whole(600)}}}}
			if _, refused := codes(p.Validate())["package.reset"]; refused == slices.Contains(may, reset) {
				t.Errorf("%s reset %q: refused %v", charge, reset, refused)
			}
		}
	}
}
