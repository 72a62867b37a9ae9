package wire

import (
	"go/ast"
	"go/parser"
	"go/token"
	"strconv"
	"strings"
	"testing"
	"unicode"
)

func hasHan(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.Han, r) })
}

func TestEveryFaultHasTextAndAdviceInBothLanguages(t *testing.T) {
	t.Parallel()
	file, err := parser.ParseFile(token.NewFileSet(), "fault.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	declared := map[FaultCode]bool{}
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if ok && len(spec.Names) == 1 && strings.HasPrefix(spec.Names[0].Name, "Fault") && len(spec.Values) == 1 {
			value, _ := strconv.Unquote(spec.Values[0].(*ast.BasicLit).Value)
			declared[FaultCode(value)] = true
		}
		return true
	})
	for _, text := range faultTexts() {
		if !declared[text.code] {
			t.Errorf("text for %s, which is not declared or has two texts", text.code)
		}
		delete(declared, text.code)
		fault := Fault{Code: text.code, Field: "f", Want: "w", Got: "g", Message: "m"}
		for _, phrase := range []Text{{fault.Text("zh-CN"), fault.Text("en")}, {fault.Advice("zh"), fault.Advice("en-US")}} {
			if !hasHan(phrase.ZH) || hasHan(phrase.EN) || phrase.EN == "" || strings.ContainsAny(phrase.ZH+phrase.EN, "{}") && text.code != FaultNotJSON && text.code != FaultNotObject {
				t.Errorf("%s: %q / %q", text.code, phrase.ZH, phrase.EN)
			}
		}
	}
	for code := range declared {
		t.Errorf("%s has no text", code)
	}
}

// saas-production-interface B.10
func TestEveryResultCodeHasMeaningAndAdviceInBothLanguages(t *testing.T) {
	t.Parallel()
	last := ""
	for _, code := range ResultCodes() {
		if code.Code <= last || !sixDigits(code.Code) || code.Group == "" {
			t.Errorf("%+v is out of order or malformed", code)
		}
		last = code.Code
		for _, text := range []Text{code.Meaning, code.Advice} {
			if !hasHan(text.ZH) || text.EN == "" || hasHan(text.EN) {
				t.Errorf("%s: %+v", code.Code, text)
			}
		}
	}
	if n := len(ResultCodes()); n != 18 {
		t.Errorf("%d codes", n)
	}
	if _, known := LookupResultCode("000108"); known {
		t.Error("000108 is known")
	}
}

func TestARefusalIsToldInThePersonsLanguage(t *testing.T) {
	t.Parallel()
	_, faults := CheckPlain(Reply{Status: 200, ContentType: "application/json", Body: []byte(`{"resultCode":"000106","resultMsg":"full"}`)})
	if got, want := faults.Text("zh"), "服务器返回 resultCode 000106（商品资源已售罄），服务器说明：full"; got != want {
		t.Errorf("got %s", got)
	}
	if got, want := faults.Text("en"), "The server answered resultCode 000106 (resources sold out); the server says: full"; got != want {
		t.Errorf("got %s", got)
	}
	if got := faults[0].Advice("en"); !strings.Contains(got, "sold out") {
		t.Errorf("advice %s", got)
	}
}

func TestEveryActivityHasANameInBothLanguages(t *testing.T) {
	t.Parallel()
	for a, name := range activityNames {
		if !hasHan(name.ZH) || name.EN == "" || hasHan(name.EN) || a.Name() != name {
			t.Errorf("%s: %+v", a, name)
		}
	}
}
