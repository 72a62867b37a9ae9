package kit

import (
	"encoding/hex"
	"strings"
	"testing"
	"time"

	"github.com/souk-market/souk/internal/wire"
)

// tenant is the sync of the worked examples.
func tenant(test bool) TenantRequest {
	return TenantRequest{Common: Common{InstanceID: "huaweitest123456", TenantID: "68cbc86abc2018ab880d92f36422fa0e", Test: test},
		OrderID: "CS1906666666ABCDE", TenantCode: "huawei", Name: "huaweitest", DomainName: "https://example.tenantaccount.com", Flag: Add}
}

var exampleTime = time.Date(2022, 4, 13, 1, 35, 39, 534e6, time.UTC) // 09:35:39.534 in GMT+8

// saas-production-interface E.0.1
func TestTheSignatureOfV2IsThatOfTheWorkedExample(t *testing.T) {
	t.Parallel()
	const want = `{"domainName":"https://example.tenantaccount.com","flag":1,"instanceId":"huaweitest123456","name":"huaweitest","orderId":"CS1906666666ABCDE","tenantCode":"huawei","tenantId":"68cbc86abc2018ab880d92f36422fa0e","testFlag":0,"timeStamp":"20220413093539534"}`
	body := wire.Encode(all(wire.KitV2, tenant(false), exampleTime))
	if string(body) != want {
		t.Fatalf("body %s", body)
	}
	secret := Secret{"a1b2c3d4e5f60718293a4b5c6d7e8f90", "50D83FDECAED6CCD8EF597F2A577950527928BA287D04E6036E92B2806FD17DA"}
	const sign = "72760F7DFBA5D9C5C7DF60A907563E427A53B94CA37DAA78A1EE57D983871C9C"
	if got := hex.EncodeToString(mac(secret.Key, secret.Nonce, 1680508066618, body)); !strings.EqualFold(got, sign) {
		t.Errorf("sign %s", got)
	}
	if !Verify(secret, 1680508066618, body, sign) || !Verify(secret, 1680508066618, body, strings.ToLower(sign)) || Verify(secret, 1680508066619, body, sign) || Verify(secret, 1680508066618, body, "zz") {
		t.Error("verify")
	}
}

// saas-production-interface E.0.2
func TestTheAuthTokenOfV1IsThatOfTheWorkedExample(t *testing.T) {
	t.Parallel()
	got := authToken("ebf72724-0000-4444-8888-fda5bcc81500", all(wire.KitV1, tenant(true), exampleTime))
	if want := "01yOg3xgwsH6NEzvc2tvLjxtoRtiNXLRhhh+A6WrdVg="; got != want {
		t.Errorf("got %s", got)
	}
}
