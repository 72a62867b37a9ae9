package kit_test

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha1" //nolint:gosec // one of the hashes that a seller may choose
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"errors"
	"hash"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/souk-market/souk/internal/wire"
	"github.com/souk-market/souk/internal/wire/kit"
)

var (
	at     = time.Date(2026, 11, 28, 20, 0, 0, 0, time.UTC)
	secret = kit.Secret{Key: "key", Nonce: "n0nce"}
	bound  = kit.Common{InstanceID: "i", TenantID: "t"}
	person = kit.User{UserName: "li", Name: "李雷", OrgCode: "d", Admin: true, Enabled: true, EmployeeType: 2, EntryDate: "2026-01-02"}
)

// saas-production-interface E.1 to E.5: the body of every sync in both generations, byte for byte.
func TestEachSyncSendsItsOwnMembers(t *testing.T) {
	t.Parallel()
	user := `{"email":"a@b.cn","employeeType":2,"enable":"true","entryDate":"2026-01-02","name":"李雷","orgCode":"d","role":"admin","userName":"li"}`
	userV1 := `{"email":"a@b.cn","enable":"true","extension":{"employeeType":2,"entryDate":"2026-01-02"},"name":"李雷","orgCode":"d","role":"admin","userName":"li"}`
	u := person
	u.Email = "a@b.cn"
	orgs := []kit.Org{{"r", "总部", ""}, {"d", "研发", "r"}}
	asText := func(s string) string { out, _ := json.Marshal(s); return string(out) }
	for _, tc := range []struct {
		r      kit.Request
		v2, v1 string
	}{
		{kit.ApplicationRequest{Common: bound, AppID: "a", ClientID: "c", ClientSecret: "s", Flag: kit.Add},
			`{"appId":"a","clientId":"c","clientSecret":"s","flag":1,"instanceId":"i","tenantId":"t","testFlag":0,"timeStamp":"20261129040000000"}`, ""},
		{kit.AuthRequest{Common: bound, AppID: "a", Users: []kit.User{u}, CurrentSyncTime: at, Flag: kit.Delete},
			`{"appId":"a","currentSyncTime":"20261129040000000","flag":0,"instanceId":"i","tenantId":"t","testFlag":0,"timeStamp":"20261129040000000","userList":[` + user + `]}`,
			`{"appId":"a","currentSyncTime":"20261129040000000","flag":0,"instanceId":"i","tenantId":"t","testFlag":0,"timeStamp":"20261129040000000","userList":` + asText("["+userV1+"]") + `}`},
		{kit.SingleOrgRequest{Common: bound, Org: orgs[1], Flag: kit.Modify},
			`{"flag":2,"instanceId":"i","orgCode":"d","orgName":"研发","parentCode":"r","tenantId":"t","testFlag":0,"timeStamp":"20261129040000000"}`, ""},
		{kit.AllOrgRequest{Common: bound, Orgs: orgs},
			`{"instanceId":"i","orgInfoList":[{"orgCode":"r","orgName":"总部"},{"orgCode":"d","orgName":"研发","parentCode":"r"}],"tenantId":"t","testFlag":0,"timeStamp":"20261129040000000"}`,
			`{"instanceId":"i","orgInfo":` + asText(`[{"name":"总部","orgCode":"r"},{"name":"研发","orgCode":"d","parentCode":"r"}]`) + `,"tenantId":"t","testFlag":0,"timeStamp":"20261129040000000"}`},
		{kit.AllOrgRequest{Common: kit.Common{TenantID: "t", Applying: true, Test: true}},
			`{"orgInfoList":[],"tenantId":"t","testFlag":1,"timeStamp":"20261129040000000"}`, `{"orgInfo":"[]","tenantId":"t","testFlag":1,"timeStamp":"20261129040000000"}`},
	} {
		if tc.v1 == "" {
			tc.v1 = tc.v2
		}
		for g, want := range map[wire.Generation]string{wire.KitV2: tc.v2, wire.KitV1: tc.v1} {
			m, err := kit.Sign(g, kit.Endpoint{URL: "https://isv.example.com/base/?a=b", Secret: secret}, at, tc.r)
			if err != nil || string(m.Body) != want {
				t.Errorf("%s %s: %v\ngot  %s\nwant %s", g, tc.r.Activity(), err, m.Body, want)
			}
			path := map[wire.Generation]string{wire.KitV2: "/base/produceAPI/v2/", wire.KitV1: "/base/produceAPI/"}[g]
			if m.URL != "https://isv.example.com"+path+string(tc.r.Activity())+"?a=b" {
				t.Errorf("%s: %s", g, m.URL)
			}
			if faults := kit.Validate(g, tc.r); faults != nil {
				t.Errorf("%s %s: %v", g, tc.r.Activity(), faults)
			}
		}
	}
}

// saas-production-interface E.0.1: a server that reads headers and body as they arrive can verify them.
func TestASellersServerVerifiesWhatArrives(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		ms, _ := strconv.ParseInt(r.Header.Get("x-timestamp"), 10, 64)
		if !kit.Verify(kit.Secret{Key: "key", Nonce: r.Header.Get("x-nonce")}, ms, body, r.Header.Get("x-sign")) || ms != at.UnixMilli() {
			w.WriteHeader(http.StatusForbidden)
		}
	}))
	defer server.Close()
	m, err := kit.Sign(wire.KitV2, kit.Endpoint{URL: server.URL, Secret: secret}, at, kit.SingleOrgRequest{Common: bound, Org: kit.Org{Code: "d", Name: "研发+ <&>"}, Flag: kit.Add})
	if err != nil {
		t.Fatal(err)
	}
	request, _ := http.NewRequestWithContext(t.Context(), http.MethodPost, m.URL, strings.NewReader(string(m.Body)))
	request.Header = m.Header
	response, err := http.DefaultClient.Do(request)
	if err != nil || response.StatusCode != http.StatusOK {
		t.Fatal(response, err)
	}
	_ = response.Body.Close()
}

// saas-production-interface E.1 to E.5
func TestASyncThatTheTablesForbidHasItsFaults(t *testing.T) {
	t.Parallel()
	tenant := kit.TenantRequest{Common: bound, OrderID: "o", TenantCode: "c", Name: "n", DomainName: "https://d.example.com", Flag: kit.Add}
	with := func(change func(*kit.TenantRequest)) kit.Request { r := tenant; change(&r); return r }
	auth := kit.AuthRequest{Common: bound, AppID: "a", Users: []kit.User{person}, CurrentSyncTime: at}
	users := func(n int) kit.Request {
		r := auth
		r.Users = make([]kit.User, n)
		for i := range r.Users {
			r.Users[i] = person
		}
		return r
	}
	for name, tc := range map[string]struct {
		r      kit.Request
		v2, v1 string
	}{
		"good":             {tenant, "", ""},
		"no instance":      {with(func(r *kit.TenantRequest) { r.InstanceID = "" }), "field_missing instanceId", "field_missing instanceId"},
		"applying":         {with(func(r *kit.TenantRequest) { r.InstanceID, r.OrderID, r.Applying = "", "", true }), "", ""},
		"modify":           {with(func(r *kit.TenantRequest) { r.Flag = kit.Modify }), "", "field_malformed flag"},
		"cancel tenant":    {with(func(r *kit.TenantRequest) { r.Flag = kit.Cancel }), "field_malformed flag", "field_malformed flag"},
		"long name":        {with(func(r *kit.TenantRequest) { r.Name = strings.Repeat("长", 256) }), "field_too_long name", "field_too_long name"},
		"no users":         {users(0), "field_missing userList", "field_missing userList"},
		"500 users":        {users(500), "", ""},
		"501 users":        {users(501), "too_many userList", "too_many userList"},
		"cancel":           {func() kit.Request { r := auth; r.Flag = kit.Cancel; return r }(), "", "field_malformed flag"},
		"type of employee": {func() kit.Request { r := auth; u := person; u.EmployeeType = 5; r.Users = []kit.User{u}; return r }(), "field_malformed userList[0].employeeType", "field_malformed userList[0].extension.employeeType"},
		"no department":    {kit.SingleOrgRequest{Common: bound, Org: kit.Org{Name: "x"}}, "field_missing orgCode", "field_missing orgCode"},
	} {
		for g, want := range map[wire.Generation]string{wire.KitV2: tc.v2, wire.KitV1: tc.v1} {
			got := ""
			for _, f := range kit.Validate(g, tc.r) {
				got += ", " + string(f.Code) + " " + f.Field
			}
			if strings.TrimPrefix(got, ", ") != want {
				t.Errorf("%s %s: %s, want %s", name, g, got, want)
			}
		}
	}
}

func TestAnAddressOrGenerationThatCannotBeUsedIsRefused(t *testing.T) {
	t.Parallel()
	r := kit.SingleOrgRequest{Common: bound, Org: kit.Org{Code: "d", Name: "n"}}
	for _, base := range []string{"", "ftp://a", "/x", "https://u:p@a"} {
		if _, err := kit.Sign(wire.KitV2, kit.Endpoint{URL: base, Secret: secret}, at, r); !errors.Is(err, kit.ErrAddress) {
			t.Errorf("%s: %v", base, err)
		}
	}
	if _, err := kit.Sign(wire.V2, kit.Endpoint{URL: "https://a", Secret: secret}, at, r); !errors.Is(err, kit.ErrGeneration) {
		t.Errorf("v2: %v", err)
	}
}

func TestEveryActivityHasATableInBothGenerations(t *testing.T) {
	t.Parallel()
	for _, a := range kit.Activities() {
		for _, g := range []wire.Generation{wire.KitV1, wire.KitV2} {
			if len(kit.Table(g, a)) < 5 || a.Name().ZH == string(a) {
				t.Errorf("%s %s", g, a)
			}
		}
	}
}

// saas-production-interface E.0: V1 wants a Body-Sign, V2 none.
func TestAReplyIsJudgedByItsGeneration(t *testing.T) {
	t.Parallel()
	body := []byte(`{"resultCode":"000000","resultMsg":"success."}`)
	reply := kit.Reply{Reply: wire.Reply{Status: 200, ContentType: "application/json", Body: body}}
	if _, faults := kit.Check(wire.KitV2, reply, "key"); faults != nil {
		t.Error(faults)
	}
	if _, faults := kit.Check(wire.KitV1, reply, "key"); !faults.Has(wire.FaultBodySignMissing) {
		t.Error(faults)
	}
	reply.BodySign = wire.BodySign("key", body)
	if _, faults := kit.Check(wire.KitV1, reply, "key"); faults != nil {
		t.Error(faults)
	}
	reply.Body = []byte(`{"resultCode":"000101"}`)
	if _, faults := kit.Check(wire.KitV2, reply, "key"); !faults.Has(wire.FaultCodeRefused) {
		t.Error(faults)
	}
}

// saas-production-interface E.2: only the owner of the private key reads the client secret.
func TestAClientSecretOpensWithTheSellersPrivateKey(t *testing.T) {
	t.Parallel()
	private, err := rsa.GenerateKey(rand.Reader, kit.MinKeyBits)
	if err != nil {
		t.Fatal(err)
	}
	pkix, _ := x509.MarshalPKIXPublicKey(&private.PublicKey)
	pkcs1 := x509.MarshalPKCS1PublicKey(&private.PublicKey)
	bare := base64.StdEncoding.EncodeToString(pkix)
	for name, text := range map[string]string{
		"PEM": string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: pkix})), "PEM of PKCS#1": string(pem.EncodeToMemory(&pem.Block{Type: "RSA PUBLIC KEY", Bytes: pkcs1})),
		"without lines": bare, "wrapped": bare[:64] + "\r\n" + bare[64:] + "\n",
	} {
		key, err := kit.ParsePublicKey(text)
		if err != nil || !key.Equal(&private.PublicKey) {
			t.Fatalf("%s: %v", name, err)
		}
	}
	for with, h := range map[crypto.Hash]func() hash.Hash{crypto.SHA256: sha256.New, crypto.SHA1: sha1.New} {
		sealed, err := kit.EncryptSecret("s3cret 密", &private.PublicKey, with, rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		raw, _ := base64.StdEncoding.DecodeString(sealed)
		if plain, err := rsa.DecryptOAEP(h(), nil, private, raw, nil); err != nil || string(plain) != "s3cret 密" {
			t.Errorf("%v: %q, %v", with, plain, err)
		}
	}
	short, _ := rsa.GenerateKey(rand.Reader, 2048)
	shortText := base64.StdEncoding.EncodeToString(x509.MarshalPKCS1PublicKey(&short.PublicKey))
	for text, want := range map[string]error{"": kit.ErrPublicKey, "x": kit.ErrPublicKey, "AAAA": kit.ErrPublicKey, shortText: kit.ErrShortRSAKey} {
		if _, err := kit.ParsePublicKey(text); !errors.Is(err, want) {
			t.Errorf("%.10s: %v", text, err)
		}
	}
}

func FuzzParsePublicKey(f *testing.F) {
	f.Add("AAAA")
	f.Add("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----")
	f.Fuzz(func(t *testing.T, text string) {
		if key, err := kit.ParsePublicKey(text); err == nil && key.N.BitLen() < kit.MinKeyBits {
			t.Fatal("a short key")
		}
	})
}
