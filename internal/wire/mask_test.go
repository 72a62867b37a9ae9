package wire_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/souk-market/souk/internal/wire"
)

func TestSecretsAreMaskedAndPositionsStay(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct{ in, want string }{
		"members":              {`{"userName":"bob","password":"p,w","memo":"hi"}`, `{"userName":"***","password":"***","memo":"hi"}`},
		"any case and blanks":  {`{"Password" : "s3" }`, `{"Password" : "**" }`},
		"escaped quote":        {`{"password":"a\"b","x":"y"}`, `{"password":"****","x":"y"}`},
		"escaped backslash":    {`{"password":"a\\","x":"y"}`, `{"password":"***","x":"y"}`},
		"escaped name":         {`{"passw\u006frd":"abc"}`, `{"passw\u006frd":"***"}`},
		"number":               {`{"password":123456,"x":1}`, `{"password":******,"x":1}`},
		"null stays":           {`{"password":null}`, `{"password":null}`},
		"empty":                {`{"password":""}`, `{"password":""}`},
		"nested":               {`{"password":{"v":["ab",12]},"x":1}`, `{"*":...`},
		"value is not a name":  {`{"memo":"password","x":"y"}`, `{"memo":"password","x":"y"}`},
		"cut off in the value": {`{"password":"abc`, `{"password":"***`},
		"cut off in an escape": {`{"password":"ab\`, `{"password":"***`},
		"JSON in a string":     {`{"appInfo":"{\"password\":\"abc\",\"a\":1}"}`, `{"appInfo":"{\"password\":\"***\",\"a\":1}"}`},
		"single quotes":        {`{'password':'abc','x':'y'}`, `{'password':'***','x':'y'}`},
		"form":                 {`x=1&password=abc&y=2`, `x=1&password=***&y=2`},
		"xml":                  {`<userName>bob</userName><password>abc</password>`, `<userName>***</userName><password>***</password>`},
		"personal data":        {`{"email":"a@b.c","mobilePhone":"138"}`, `{"email":"*****","mobilePhone":"***"}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := string(wire.MaskResponse([]byte(tc.in)))
			if len(got) != len(tc.in) {
				t.Errorf("length changed from %d to %d", len(tc.in), len(got))
			}
			if name == "nested" {
				if strings.Contains(got, "ab") || strings.Contains(got, "12") || !strings.HasSuffix(got, `,"x":1}`) {
					t.Errorf("got %s", got)
				}
				return
			}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestDisplayIsAlwaysStorableText(t *testing.T) {
	t.Parallel()
	got := wire.Display([]byte("{\"password\":\"abc\",\"m\":\"成\xb3\x00\"}"))
	if want := `{"password":"***","m":"成\xB3\x00"}`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestAddressesAreShownWithoutTheirSecrets(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"https://a.example.com/p?x=1&signature=ABCDEF0123456789&timestamp=1&nonce=n": "https://a.example.com/p?x=1&signature=ABCDEF***&timestamp=1&nonce=n",
		"https://u:pw@a.example.com/":                       "https://u:xxxxx@a.example.com/",
		"https://a.example.com/?api_key=1&Token=2&a=b&key=": "https://a.example.com/?api_key=***&Token=***&a=b&key=",
		"https://a.example.com/%zz":                         "(unreadable address)",
		"https://a.example.com/p":                           "https://a.example.com/p",
	} {
		if got := wire.MaskURL(in); got != want {
			t.Errorf("MaskURL(%s)\n got %s\nwant %s", in, got, want)
		}
	}
}
