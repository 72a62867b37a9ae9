package saasv2_test

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/souk-market/souk/internal/wire/saasv2"
)

func seeds(f *testing.F) {
	for _, body := range []string{
		opened, `{"resultCode":"000004","instanceId":"i-1"}`, `{"resultCode":0}`, `[]`, `{"a":1,"a":2}`, "\ufeff{}", `{"resultCode":"000000","info":[{"instanceId":"i-1",
		"appInfo":{"frontEndUrl":"https://a.example.com","password":"p"},"usageInfo":[{"usageValue":1.5,"statisticalTime":"20260501101112345"}]}]}`,
		"<html>", `{"password":"ab\`, strings.Repeat("[", 40), "\xff\xfe", `{"userName":{"a":["b"]}}`,
	} {
		f.Add([]byte(body))
	}
}

// No faults must mean that the answer keeps every promise of its doc comment, whatever the bytes.
func FuzzCheckNewInstance(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, body []byte) {
		answer, faults := saasv2.CheckNewInstance(ok(string(body)))
		if len(faults) == 0 {
			if n := utf8.RuneCountInString(answer.InstanceID); n == 0 || n > 64 || strings.ContainsAny(answer.InstanceID, ", \x00") {
				t.Fatalf("instance id %q", answer.InstanceID)
			}
			if !json.Valid(body) {
				t.Fatal("not JSON, no fault")
			}
		}
		if strings.ContainsRune(answer.ResultMsg, 0) || faults.Text("zh") == "" != (len(faults) == 0) {
			t.Fatalf("answer %+v, faults %v", answer, faults)
		}
	})
}

func FuzzCheckQueryInstance(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, body []byte) {
		answer, faults := saasv2.CheckQueryInstance(ok(string(body)), []string{"i-1"})
		if len(faults) > 0 {
			return
		}
		if answer.Pending == (len(answer.Instances) == 1) {
			t.Fatalf("answer %+v", answer)
		}
		for _, info := range answer.Instances {
			if app := info.AppInfo; app != nil {
				if !strings.HasPrefix(strings.ToLower(app.FrontEndURL), "http") || utf8.RuneCountInString(app.Password) > 128 {
					t.Fatalf("app info %+v", app)
				}
			}
		}
	})
}
