package saasv2_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/souk-market/souk/internal/wire"
	"github.com/souk-market/souk/internal/wire/saasv2"
)

func info(members string) wire.Reply {
	return ok(`{"resultCode":"000000","resultMsg":"success.","info":[{"instanceId":"i-1"` + members + `}]}`)
}

func TestAFullQueryInstanceAnswerIsRead(t *testing.T) {
	t.Parallel()
	reply := info(`,"appInfo":{"frontEndUrl":"https://app.example.com/i-1","adminUrl":"http://admin.example.com:8443/?a=1","userName":"管理员",
		"password":"p\"w","memo":"\u8bf7\u4fee\u6539\u5bc6\u7801"},"usageInfo":[{"usageValue":12.5,"statisticalTime":"20260501101112345"},
		{"relatedInstanceId":"r","usageValue":"99999999.9999","statisticalTime":"20260501101112","dashboardUrl":"https://d.example.com"}],"encryptType":null`)
	got, faults := saasv2.CheckQueryInstance(reply, []string{"i-1"})
	if faults != nil {
		t.Fatal(faults)
	}
	want := wire.InstanceInfo{
		InstanceID: "i-1",
		AppInfo: &wire.AppInfo{
			FrontEndURL: "https://app.example.com/i-1", AdminURL: "http://admin.example.com:8443/?a=1",
			UserName: "管理员", Password: `p"w`, Memo: "请修改密码",
		},
		Usage: []wire.UsageInfo{
			{UsageValue: "12.5", StatisticalTime: time.Date(2026, 5, 1, 10, 11, 12, 345e6, time.UTC)},
			{RelatedInstanceID: "r", UsageValue: "99999999.9999", StatisticalTime: time.Date(2026, 5, 1, 10, 11, 12, 0, time.UTC), DashboardURL: "https://d.example.com"},
		},
	}
	if diff := cmp.Diff([]wire.InstanceInfo{want}, got.Instances); diff != "" {
		t.Errorf("instances (-want +got):\n%s", diff)
	}
	if _, faults := got.Ready("i-1"); faults != nil {
		t.Errorf("ready: %v", faults)
	}
}

func TestAnInstanceWithoutAppInfoIsNotReadyButNoFault(t *testing.T) {
	t.Parallel()
	for _, members := range []string{"", `,"appInfo":null`} {
		answer, faults := saasv2.CheckQueryInstance(info(members), []string{"i-1"})
		if faults != nil {
			t.Errorf("faults %v", faults)
		}
		want := wire.Faults{{Code: "instance_not_ready", Field: "info[].appInfo", Got: "i-1"}}
		if _, got := answer.Ready("i-1"); cmp.Diff(want, got) != "" {
			t.Errorf("ready: %v", got)
		}
	}
}

// The member rules of saas-production-interface B.3 and C.3 checks 4 and 5.
func TestEachBrokenRuleOfAQueryInstanceReplyGivesItsOwnFault(t *testing.T) {
	t.Parallel()
	const front = `"frontEndUrl":"https://a.example.com"`
	app := func(members string) wire.Reply { return info(`,"appInfo":{` + members + `}`) }
	usage := func(members string) wire.Reply { return info(`,"usageInfo":[{` + members + `}]`) }
	const in, use = "info[0].appInfo.", "info[0].usageInfo[0]."
	const stat = `,"statisticalTime":"20260501101112345"`
	type faults = wire.Faults
	for _, tc := range []struct {
		name  string
		reply wire.Reply
		want  faults
	}{
		{"refused", ok(`{"resultCode":"000003"}`), faults{{Code: "result_code_refused", Field: "resultCode", Want: "000000", Got: "000003"}}},
		{"no info", ok(`{"resultCode":"000000"}`), faults{{Code: "instance_id_missing", Field: "info[].instanceId", Want: "i-1"}}},
		{"empty info", ok(`{"resultCode":"000000","info":[]}`), faults{{Code: "instance_id_missing", Field: "info[].instanceId", Want: "i-1"}}},
		{"info is an object", ok(`{"resultCode":"000000","info":{}}`), faults{{Code: "field_not_list", Field: "info", Want: "array", Got: "object"}, {Code: "instance_id_missing", Field: "info[].instanceId", Want: "i-1"}}},
		{"entry is a string", ok(`{"resultCode":"000000","info":["i-1",{"instanceId":"i-1"}]}`), faults{{Code: "field_not_object", Field: "info[0]", Want: "object", Got: "string"}}},
		{"another instance", ok(`{"resultCode":"000000","info":[{"instanceId":"i-1"},{"instanceId":"i-2"}]}`), faults{{Code: "instance_id_mismatch", Field: "info[1].instanceId", Got: "i-2"}}},
		{"the same twice", ok(`{"resultCode":"000000","info":[{"instanceId":"i-1"},{"instanceId":"i-1"}]}`), faults{{Code: "instance_id_duplicate", Field: "info[1].instanceId", Got: "i-1"}}},
		{"entry without id", ok(`{"resultCode":"000000","info":[{"instanceId":"i-1"},{}]}`), faults{{Code: "field_missing", Field: "info[1].instanceId"}}},
		{"appInfo as text", info(`,"appInfo":"{}"`), faults{{Code: "field_not_object", Field: "info[0].appInfo", Want: "object", Got: "string"}}},
		{"no frontEndUrl", app(`"memo":"x"`), faults{{Code: "field_missing", Field: in + "frontEndUrl"}}},
		{"javascript link", app(`"frontEndUrl":"javascript:alert(1)"`), faults{{Code: "field_not_url", Field: in + "frontEndUrl", Want: "http:// or https://", Got: "javascript:alert(1)"}}},
		{"link without scheme", app(`"frontEndUrl":"a.example.com"`), faults{{Code: "field_not_url", Field: in + "frontEndUrl", Want: "http:// or https://", Got: "a.example.com"}}},
		{"link without host", app(`"frontEndUrl":"https:///x"`), faults{{Code: "field_not_url", Field: in + "frontEndUrl", Want: "http:// or https://", Got: "https:///x"}}},
		{"link with a blank", app(`"frontEndUrl":"https://a.example.com/a b"`), faults{{Code: "field_not_url", Field: in + "frontEndUrl", Want: "http:// or https://", Got: "https://a.example.com/a b"}}},
		{"link too long", app(`"frontEndUrl":"https://a.example.com/` + strings.Repeat("x", 500) + `"`), faults{{Code: "field_too_long", Field: in + "frontEndUrl", Want: "512", Got: "522"}}},
		{"bad adminUrl", app(front + `,"adminUrl":"ftp://a.example.com"`), faults{{Code: "field_not_url", Field: in + "adminUrl", Want: "http:// or https://", Got: "ftp://a.example.com"}}},
		{"userName too long", app(front + `,"userName":"` + strings.Repeat("名", 129) + `"`), faults{{Code: "field_too_long", Field: in + "userName", Want: "128", Got: "129"}}},
		{"password as number is not shown", app(front + `,"password":123456`), faults{{Code: "field_not_string", Field: in + "password", Want: "string", Got: "number"}}},
		{"memo too long", app(front + `,"memo":"` + strings.Repeat("注", 1025) + `"`), faults{{Code: "field_too_long", Field: in + "memo", Want: "1024", Got: "1025"}}},
		{"usage without members", usage(``), faults{{Code: "field_missing", Field: use + "usageValue"}, {Code: "field_missing", Field: use + "statisticalTime"}}},
		{"usage with five decimals", usage(`"usageValue":1.00001` + stat), faults{{Code: "field_not_number", Field: use + "usageValue", Want: "Double(12,4)", Got: "1.00001"}}},
		{"negative usage", usage(`"usageValue":-1` + stat), faults{{Code: "field_not_number", Field: use + "usageValue", Want: "Double(12,4)", Got: "-1"}}},
		{"usage as object", usage(`"usageValue":{}` + stat), faults{{Code: "field_not_number", Field: use + "usageValue", Want: "number", Got: "object"}}},
		{"time that does not exist", usage(`"usageValue":1,"statisticalTime":"20260231101112345"`), faults{{Code: "field_malformed", Field: use + "statisticalTime", Want: "yyyyMMddHHmmssSSS", Got: "20260231101112345"}}},
		{"usage entry is null", info(`,"usageInfo":[null]`), faults{{Code: "field_not_object", Field: "info[0].usageInfo[0]", Want: "object", Got: "null"}}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			answer, got := saasv2.CheckQueryInstance(tc.reply, []string{"i-1"})
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("faults (-want +got):\n%s", diff)
			}
			if answer.Instances != nil {
				t.Errorf("a faulty answer has instances: %+v", answer.Instances)
			}
		})
	}
}

func TestTheListOfFaultsIsBounded(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	for i := range 10_000 {
		fmt.Fprintf(&b, `{"instanceId":"other-%d"},`, i)
	}
	reply := ok(`{"resultCode":"000000","info":[` + strings.TrimSuffix(b.String(), ",") + `]}`)
	if _, faults := saasv2.CheckQueryInstance(reply, []string{"i-1"}); len(faults) != 20 {
		t.Errorf("%d faults", len(faults))
	}
}
