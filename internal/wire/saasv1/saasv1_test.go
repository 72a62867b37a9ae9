package saasv1_test

import (
	"crypto/rand"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/souk-market/souk/internal/wire"
	"github.com/souk-market/souk/internal/wire/saasv1"
)

const key = "ebf72724-0000-4444-8888-fda5bcc81500"

var at = time.Date(2020, 7, 27, 7, 37, 11, 903e6, time.UTC)

func number(n int64) *int64 { return &n }

// saas-production-interface A.1.1 and A.1.5: what a seller's server reads from the address is what was signed, whatever the
// values hold and whatever the production address brought along.
func TestASellersServerReadsWhatWasSigned(t *testing.T) {
	t.Parallel()
	r := saasv1.NewInstanceRequest{CustomerID: "c", CustomerName: "北京+a/b=c 😀 &x=1", BusinessID: "b", OrderID: "CS2211181819B4LVS", ProductID: "p",
		ExpireTime: at, ChargingMode: saasv1.Period, Extend: []saasv1.ExtendParam{{Name: "emailDomainName", Value: "例子.cn<>&"}, {Name: "empty"}},
		Size: saasv1.Size{Amount: number(5)}, Term: saasv1.Term{Type: "year", Number: 1}, OrderAmount: "12.345", ProvisionType: 1, Test: true}
	if faults := saasv1.Validate(r); faults != nil {
		t.Fatal(faults)
	}
	var got url.Values
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, req *http.Request) { got = req.URL.Query() }))
	defer server.Close()
	address, err := saasv1.SignedURL(server.URL+"/produce?tenant=a%2Bb&x=#top", key, at, r)
	if err != nil {
		t.Fatal(err)
	}
	response, err := http.Get(address) //nolint:noctx // a test server
	if err != nil {
		t.Fatal(err)
	}
	_ = response.Body.Close()
	if !saasv1.VerifyAuthToken(key, got) {
		t.Error("the token does not verify")
	}
	got.Del("authToken")
	want := url.Values{"activity": {"newInstance"}, "timeStamp": {"20200727073711903"}, "customerId": {"c"}, "customerName": {r.CustomerName},
		"businessId": {"b"}, "orderId": {"CS2211181819B4LVS"}, "productId": {"p"}, "expireTime": {"20200727073711"}, "chargingMode": {"1"},
		"saasExtendParams": {"W3sibmFtZSI6ImVtYWlsRG9tYWluTmFtZSIsInZhbHVlIjoi5L6L5a2QLmNuPD4mIn0seyJuYW1lIjoiZW1wdHkifV0="},
		"amount":           {"5"}, "periodType": {"year"}, "periodNumber": {"1"}, "orderAmount": {"12.345"}, "provisionType": {"1"}, "testFlag": {"1"},
		"tenant": {"a+b"}, "x": {""}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("parameters (-want +got):\n%s", diff)
	}
	if strings.Contains(address, "+") || strings.Contains(address, "#") || !strings.Contains(address, "?tenant=a%2Bb&x=&activity=") {
		t.Errorf("address %s", address)
	}
}

// saas-production-interface A.2 to A.5e: the parameters of every activity, byte for byte.
func TestEachActivitySendsItsOwnParameters(t *testing.T) {
	t.Parallel()
	for want, r := range map[string]saasv1.Request{
		"activity=newInstance&businessId=b&chargingMode=0&customerId=c&customerName=n&orderId=o&productId=p&timeStamp=20200727073711903": saasv1.NewInstanceRequest{
			CustomerID: "c", CustomerName: "n", BusinessID: "b", OrderID: "o", ProductID: "p"},
		"activity=refreshInstance&expireTime=20200727073711&instanceId=i&orderAmount=-1.5&orderId=o&periodNumber=2&periodType=month&timeStamp=20200727073711903&trialToFormal=1": saasv1.RefreshInstanceRequest{
			OrderID: "o", InstanceID: "i", ExpireTime: at, TrialToFormal: true, Term: saasv1.Term{Type: "month", Number: 2}, OrderAmount: "-1.5"},
		"activity=expireInstance&instanceId=i&orderId=o&testFlag=1&timeStamp=20200727073711903":       saasv1.ExpireInstanceRequest{InstanceID: "i", OrderID: "o", Test: true},
		"activity=releaseInstance&instanceId=i&orderAmount=100&orderId=o&timeStamp=20200727073711903": saasv1.ReleaseInstanceRequest{InstanceID: "i", OrderID: "o", OrderAmount: "100"},
		"activity=upgrade&amount=6456&bandWidth=2&diskSize=1&instanceId=i&orderId=o&productId=p&skuCode=s&timeStamp=20200727073711903": saasv1.UpgradeRequest{
			InstanceID: "i", OrderID: "o", SKUCode: "s", ProductID: "p", Size: saasv1.Size{Amount: number(6456), DiskSize: number(1), BandWidth: number(2)}},
		"activity=instanceStatus&instanceId=i&instanceStatus=NORMAL&timeStamp=20200727073711903": saasv1.InstanceStatusRequest{InstanceID: "i", Status: saasv1.StatusNormal},
		"activity=queryInstance&instanceId=i%2Cj&timeStamp=20200727073711903":                    saasv1.QueryInstanceRequest{InstanceIDs: []string{"i", "j"}},
		"activity=getLicense&businessId=b&customerId=c&orderId=o&periodType=year&productId=p&saasExtendParams=W3sibmFtZSI6ImlkZW50aWZpY2F0aW9uQ29kZSIsInZhbHVlIjoieCJ9XQ%3D%3D&timeStamp=20200727073711903": saasv1.GetLicenseRequest{
			CustomerID: "c", BusinessID: "b", OrderID: "o", ProductID: "p", PeriodType: "year", Extend: []saasv1.ExtendParam{{Name: "identificationCode", Value: "x"}}},
		"activity=releaseLicense&instanceId=i&orderId=o&timeStamp=20200727073711903": saasv1.ReleaseLicenseRequest{OrderID: "o", InstanceID: "i"},
	} {
		if faults := saasv1.Validate(r); faults != nil {
			t.Errorf("%s: %v", r.Activity(), faults)
		}
		address, err := saasv1.SignedURL("https://isv.example.com", key, at, r)
		if err != nil {
			t.Fatal(err)
		}
		got, token, _ := strings.Cut(strings.TrimPrefix(address, "https://isv.example.com/?"), "&authToken=")
		if got != want || len(token) < 44 {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
}

func TestEveryActivityHasATable(t *testing.T) {
	t.Parallel()
	for _, a := range saasv1.Activities() {
		if lines := saasv1.Table(a); len(lines) < 5 || lines[0].Name != "authToken" || a.Name() == (wire.Text{ZH: string(a), EN: string(a)}) {
			t.Errorf("%s: %+v", a, lines)
		}
	}
}

// saas-production-interface A.2 to A.5e: presence, lengths and values.
func TestARequestThatTheTablesForbidHasItsFaults(t *testing.T) {
	t.Parallel()
	good := saasv1.NewInstanceRequest{CustomerID: "c", CustomerName: "n", BusinessID: "b", OrderID: "o", ProductID: "p", ChargingMode: saasv1.Period}
	with := func(change func(*saasv1.NewInstanceRequest)) saasv1.Request { r := good; change(&r); return r }
	for name, tc := range map[string]struct {
		r    saasv1.Request
		want string
	}{
		"good":         {good, ""},
		"no buyer":     {with(func(r *saasv1.NewInstanceRequest) { r.CustomerID = "" }), "field_missing customerId"},
		"long name":    {with(func(r *saasv1.NewInstanceRequest) { r.CustomerName = strings.Repeat("长", 65) }), "field_too_long customerName"},
		"unknown mode": {with(func(r *saasv1.NewInstanceRequest) { r.ChargingMode = 2 }), "field_malformed chargingMode"},
		"term of a one-time": {with(func(r *saasv1.NewInstanceRequest) {
			r.ChargingMode, r.Term = saasv1.OneTime, saasv1.Term{Type: "year", Number: 1}
		}), "field_malformed periodType, field_malformed periodNumber"},
		"expiry on demand":  {with(func(r *saasv1.NewInstanceRequest) { r.ChargingMode, r.ExpireTime = saasv1.OnDemand, at }), "field_malformed expireTime"},
		"expiry of package": {with(func(r *saasv1.NewInstanceRequest) { r.ChargingMode, r.ExpireTime = saasv1.OnDemandPackage, at }), ""},
		"four decimals":     {with(func(r *saasv1.NewInstanceRequest) { r.OrderAmount = "1.2345" }), "field_malformed orderAmount"},
		"negative":          {with(func(r *saasv1.NewInstanceRequest) { r.OrderAmount = "-1" }), "field_malformed orderAmount"},
		"100 periods":       {with(func(r *saasv1.NewInstanceRequest) { r.Term = saasv1.Term{Type: "month", Number: 100} }), "field_too_long periodNumber"},
		"huge amount":       {with(func(r *saasv1.NewInstanceRequest) { r.Size.Amount = number(12345678) }), "field_too_long amount"},
		"status of V2":      {saasv1.InstanceStatusRequest{InstanceID: "i", Status: "UNFREEZE"}, "field_malformed instanceStatus"},
		"101 ids":           {saasv1.QueryInstanceRequest{InstanceIDs: strings.Split(strings.Repeat("i,", 100)+"i", ",")}, "too_many instanceId"},
		"license no code":   {saasv1.GetLicenseRequest{CustomerID: "c", BusinessID: "b", OrderID: "o", ProductID: "p"}, "field_missing saasExtendParams"},
		"refresh no expiry": {saasv1.RefreshInstanceRequest{OrderID: "o", InstanceID: "i"}, "field_missing expireTime"},
	} {
		var got []string
		for _, f := range saasv1.Validate(tc.r) {
			got = append(got, string(f.Code)+" "+f.Field)
		}
		if strings.Join(got, ", ") != tc.want {
			t.Errorf("%s: %v, want %s", name, got, tc.want)
		}
	}
}

func TestAnAddressThatCannotBeSignedIsRefused(t *testing.T) {
	t.Parallel()
	r := saasv1.ExpireInstanceRequest{InstanceID: "i", OrderID: "o"}
	for address, want := range map[string]error{
		"ftp://a": saasv1.ErrAddress, "/path": saasv1.ErrAddress, "https://u:p@a": saasv1.ErrAddress, "https://a?%zz": saasv1.ErrAddress,
		"https://a?authToken=x": saasv1.ErrAddressReserved, "https://a?activity=x": saasv1.ErrAddressReserved, "https://a?testFlag=0": saasv1.ErrAddressReserved,
	} {
		if _, err := saasv1.SignedURL(address, key, at, r); !errors.Is(err, want) {
			t.Errorf("%s: %v", address, err)
		}
	}
}

func signed(body string) saasv1.Reply {
	return saasv1.Reply{Reply: wire.Reply{Status: 200, ContentType: "application/json", Body: []byte(body)}, BodySign: wire.BodySign(key, []byte(body))}
}

// saas-production-interface A.1.3, C.3 checks 1 and 2.
func TestAReplyCountsOnlyWithTheSellersSignature(t *testing.T) {
	t.Parallel()
	body := ` {"resultCode":"000000","resultMsg":"success."}` + "\t\n"
	good := wire.BodySign(key, []byte(body))
	for header, want := range map[string]wire.FaultCode{
		good: "",
		strings.ReplaceAll(good, "e=\"", "e= \""):         "",
		"  " + strings.ReplaceAll(good, ", ", " ,") + " ": "",
		"":                                wire.FaultBodySignMissing,
		strings.ReplaceAll(good, `"`, ""): wire.FaultBodySignMalformed,
		strings.TrimPrefix(good, "sign_"): wire.FaultBodySignMalformed,
		wire.BodySign(key, []byte(strings.TrimSpace(body))):  wire.FaultBodySignWrong,
		wire.BodySign(key+"20200727073711903", []byte(body)): wire.FaultBodySignWrong,
		`sign_type="HMAC-SHA256", signature="===="`:          wire.FaultBodySignWrong,
	} {
		reply := signed(body)
		reply.BodySign = header
		plain, faults := saasv1.CheckPlain(reply, key)
		if want == "" != (len(faults) == 0) || want != "" && !faults.Has(want) || plain.ResultCode != "000000" {
			t.Errorf("%q: %v", header, faults)
		}
	}
	broken := signed("<html>")
	broken.BodySign = ""
	if _, faults := saasv1.CheckPlain(broken, key); !faults.Has(wire.FaultHTML) || faults.Has(wire.FaultBodySignMissing) {
		t.Errorf("a page: %v", faults)
	}
	if _, faults := saasv1.CheckPlain(signed(`{"resultCode":"000004"}`), key); !faults.Has(wire.FaultCodeRefused) {
		t.Errorf("000004 is no success of V1: %v", faults)
	}
}

func sealed(t *testing.T, plain string, bits saasv1.Bits) string {
	t.Helper()
	s, err := saasv1.Encrypt(plain, key, bits, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// saas-production-interface A.2.1, A.1.4
func TestANewInstanceAnswerIsOpened(t *testing.T) {
	t.Parallel()
	for encryptType, bits := range map[string]saasv1.Bits{`,"encryptType":"1"`: saasv1.AES256, `,"encryptType":"2"`: saasv1.AES128, `,"encryptType":2`: saasv1.AES128, "": saasv1.AES256, `,"encryptType":"x"`: saasv1.AES256} {
		got, faults := saasv1.CheckNewInstance(signed(`{"resultCode":"000000","instanceId":"i-1"`+encryptType+`,"appInfo":{"frontEndUrl":"https://a.example.com",
			"userName":"`+sealed(t, "管理员", bits)+`","password":"`+sealed(t, "", bits)+`"}}`), key)
		want := wire.AppInfo{FrontEndURL: "https://a.example.com", UserName: "管理员"}
		if faults != nil || got.InstanceID != "i-1" || got.App == nil || *got.App != want || got.Ready() != nil {
			t.Errorf("%s: %+v, %v", encryptType, got.App, faults)
		}
	}
	got, faults := saasv1.CheckNewInstance(signed(`{"resultCode":"000000","instanceId":"i-1"}`), key)
	if faults != nil || !got.Ready().Has(wire.FaultFieldMissing) {
		t.Errorf("without a way in: %+v, %v", got, faults)
	}
	plain, faults := saasv1.CheckNewInstance(signed(`{"resultCode":"000000","instanceId":"i-1","appInfo":{"frontEndUrl":"https://a.example.com","password":"in clear text"}}`), key)
	if !faults.Has(wire.FaultFieldNotEncrypted) || plain.App.Password != "" || strings.Contains(faults.Text("en"), "in clear") {
		t.Errorf("in clear: %v", faults)
	}
	if _, faults := saasv1.CheckNewInstance(signed(`{"resultCode":"000000"}`), key); !faults.Has(wire.FaultInstanceIDMissing) {
		t.Errorf("no id: %v", faults)
	}
}

// saas-production-interface A.5d
func TestAQueryInstanceAnswerIsOpened(t *testing.T) {
	t.Parallel()
	entry := func(id, password string) string {
		return `{"instanceId":"` + id + `","appInfo":{"frontEndUrl":"https://a.example.com","password":"` + password + `"},"usageInfo":[{"usageValue":1.5,"statisticalTime":"20260501101112345"}]}`
	}
	got, faults := saasv1.CheckQueryInstance(signed(`{"resultCode":"000000","info":[`+entry("i", sealed(t, "pw", saasv1.AES256))+`]}`), key, []string{"i"})
	if info, notReady := got.Ready("i"); faults != nil || notReady != nil || info.AppInfo.Password != "pw" || info.Usage[0].UsageValue != "1.5" {
		t.Errorf("%+v, %v", got, faults)
	}
	got, faults = saasv1.CheckQueryInstance(signed(`{"resultCode":"000000","info":[`+entry("i", "clear")+`]}`), key, []string{"i"})
	if !faults.Has(wire.FaultFieldNotEncrypted) || got.Instances != nil {
		t.Errorf("in clear: %v", faults)
	}
	if _, faults = saasv1.CheckQueryInstance(signed(`{"resultCode":"000003"}`), key, []string{"i"}); !faults.Has(wire.FaultCodeRefused) {
		t.Errorf("refused: %v", faults)
	}
}

// saas-production-interface A.5e
func TestALicenseIsRead(t *testing.T) {
	t.Parallel()
	got, faults := saasv1.CheckLicense(signed(`{"resultCode":"000000","license":"abc"}`), key)
	if faults != nil || got.License != "abc" {
		t.Errorf("%+v, %v", got, faults)
	}
	if _, faults := saasv1.CheckLicense(signed(`{"resultCode":"000000"}`), key); !faults.Has(wire.FaultFieldMissing) {
		t.Errorf("none: %v", faults)
	}
}

func FuzzCheckNewInstance(f *testing.F) {
	f.Add(`{"resultCode":"000000","instanceId":"i","appInfo":{"frontEndUrl":"https://a","password":"x"}}`, "")
	f.Add("[]", `sign_type="HMAC-SHA256", signature="a"`)
	f.Fuzz(func(t *testing.T, body, header string) {
		reply := signed(body)
		if header != "" {
			reply.BodySign = header
			if _, faults := saasv1.CheckNewInstance(reply, "another key"); len(faults) == 0 {
				t.Fatal("accepted without the key")
			}
		}
		reply = signed(body)
		if got, faults := saasv1.CheckNewInstance(reply, key); len(faults) == 0 && got.InstanceID == "" {
			t.Fatalf("no faults, no instance: %q", body)
		}
	})
}

func FuzzDecrypt(f *testing.F) {
	f.Add("0123456789abcdefVgz5PxJtB3OuCR0isA0CUQ==", "admin")
	f.Add("0123456789abcdef", "")
	f.Fuzz(func(t *testing.T, value, plain string) {
		if got, err := saasv1.Decrypt(value, key, saasv1.AES256); err != nil && got != "" {
			t.Fatal("a value with an error")
		}
		back, err := saasv1.Decrypt(sealed(t, plain, saasv1.AES128), key, saasv1.AES128)
		if err != nil || back != plain {
			t.Fatalf("%q, %v", back, err)
		}
	})
}

func BenchmarkSignedURL(b *testing.B) {
	r := saasv1.NewInstanceRequest{CustomerID: "68cbc86abc2018ab880d92f36422fa0e", CustomerName: "demo", BusinessID: "03pf80c2bae96vc49b80b917bea776d7",
		OrderID: "CS1906666666ABCDE", ProductID: "00301-666666-0--0", ChargingMode: saasv1.Period, ExpireTime: at, Term: saasv1.Term{Type: "year", Number: 1}}
	for b.Loop() {
		if _, err := saasv1.SignedURL("https://isv.example.com/produce", key, at, r); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkCheckNewInstance(b *testing.B) {
	password, err := saasv1.Encrypt("secret", key, saasv1.AES256, rand.Reader)
	if err != nil {
		b.Fatal(err)
	}
	reply := signed(`{"resultCode":"000000","resultMsg":"success.","instanceId":"i-1","appInfo":{"frontEndUrl":"https://a.example.com","userName":"` + password + `","password":"` + password + `"}}`)
	for b.Loop() {
		if _, faults := saasv1.CheckNewInstance(reply, key); faults != nil {
			b.Fatal(faults)
		}
	}
}
