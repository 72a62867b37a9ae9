package saasv2_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/souk-market/souk/internal/wire"
	"github.com/souk-market/souk/internal/wire/saasv2"
)

const jsonType = "application/json;charset=utf-8"

func ok(body string) wire.Reply {
	return wire.Reply{Status: 200, ContentType: jsonType, Body: []byte(body)}
}

func typed(contentType, body string) wire.Reply {
	return wire.Reply{Status: 200, ContentType: contentType, Body: []byte(body)}
}

func status(code int, body string) wire.Reply {
	return wire.Reply{Status: code, ContentType: jsonType, Body: []byte(body)}
}

const opened = `{"resultCode":"000000","resultMsg":"success.","instanceId":"i-1"}`

// Every rule of the layers below the members, with the exact fault (saas-production-interface C.3 checks 3, 6, 7, 10).
func TestEachBrokenRuleOfANewInstanceReplyGivesItsOwnFault(t *testing.T) {
	t.Parallel()
	type faults = wire.Faults
	long := strings.Repeat("长", 65)
	for _, tc := range []struct {
		name  string
		reply wire.Reply
		want  faults
	}{
		{"opened", ok(opened), nil},
		{"charset spelt utf8", typed("application/json;charset=utf8", opened), nil},
		{"charset in quotes and capitals", typed(`Application/JSON; charset="UTF-8"`, opened), nil},
		{"no charset", typed("application/json", opened), nil},
		{"malformed parameter behind the media type", typed("application/json; charset", opened), nil},
		{"unknown and null members", ok(`{"resultCode":"000000","instanceId":"i-1","resultMsg":null,"extra":{"a":[1]}}`), nil},
		{"blanks around", ok(" \n" + opened + "\r\n"), nil},
		{"64 characters are counted, not bytes", ok(`{"resultCode":"000000","instanceId":"` + long[:64*3] + `"}`), nil},

		{"status 500", status(500, `{"resultCode":"000005"}`), faults{{Code: "http_status", Want: "200", Got: "500"}}},
		{"status 201", status(201, opened), faults{{Code: "http_status", Want: "200", Got: "201"}}},
		{"status 204", status(204, ""), faults{{Code: "http_status", Want: "200", Got: "204"}, {Code: "no_body"}}},
		{"redirect", status(302, ""), faults{{Code: "redirect", Want: "200", Got: "302"}}},
		{"no body", ok(""), faults{{Code: "no_body"}}},
		{"blank body", ok(" \r\n"), faults{{Code: "no_body"}}},
		{"too large", ok(strings.Repeat(" ", wire.MaxBody) + "{}"), faults{{Code: "body_too_large", Want: "1048576"}}},
		{"text/plain", typed("text/plain", opened), faults{{Code: "content_type", Want: "application/json", Got: "text/plain"}}},
		{"no content type", typed("", opened), faults{{Code: "content_type", Want: "application/json"}}},
		{"application/json+x", typed("application/jsonx", opened), faults{{Code: "content_type", Want: "application/json", Got: "application/jsonx"}}},
		{"HTML page", typed("text/html", "<html>"), faults{{Code: "html"}, {Code: "content_type", Want: "application/json", Got: "text/html"}}},
		{"HTML declared as JSON", ok("\n<!doctype html><p>Bad gateway"), faults{{Code: "html"}}},
		{"GBK declared", typed("application/json;charset=GBK", opened), faults{{Code: "charset", Want: "utf-8", Got: "GBK"}}},
		{"byte order mark", ok("\ufeff" + opened), faults{{Code: "byte_order_mark"}}},
		{"GBK bytes", ok("{\"resultMsg\":\"\xb3\xc9\xb9\xa6\"}"), faults{{Code: "not_utf8", Got: "14"}}},
		{"UTF-16", ok("\xff\xfe{\x00}\x00"), faults{{Code: "not_utf8", Got: "0"}}},
		{"not JSON", ok("success"), faults{{Code: "not_json", Got: "1"}}},
		{"cut off", ok(`{"resultCode":"000000"`), faults{{Code: "not_json", Got: "22"}}},
		{"single quotes", ok(`{'resultCode':'000000'}`), faults{{Code: "not_json", Got: "2"}}},
		{"trailing garbage", ok(opened + "x"), faults{{Code: "trailing_data", Got: "65"}}},
		{"written twice", ok(opened + opened), faults{{Code: "trailing_data", Got: "65"}}},
		{"duplicate member", ok(`{"resultCode":"000000","instanceId":"a","instanceId":"b"}`), faults{{Code: "duplicate_key", Field: "instanceId"}}},
		{"duplicate in the depth", ok(`{"resultCode":"000000","x":[{},{"a":1,"a":2}]}`), faults{{Code: "duplicate_key", Field: "x[1].a"}}},
		{"duplicate by escape", ok(`{"resultCode":"000000","resultCod\u0065":"000001"}`), faults{{Code: "duplicate_key", Field: "resultCode"}}},
		{"deep nesting", ok(`{"x":` + strings.Repeat("[", 40) + strings.Repeat("]", 40) + `}`), faults{{Code: "too_deep", Want: "32"}}},
		{"an array", ok(`["000000"]`), faults{{Code: "not_object", Want: "object", Got: "array"}}},
		{"a string", ok(`"000000"`), faults{{Code: "not_object", Want: "object", Got: "string"}}},
		{"null", ok(`null`), faults{{Code: "not_object", Want: "object", Got: "null"}}},

		{"no resultCode", ok(`{"instanceId":"i"}`), faults{{Code: "result_code_missing", Field: "resultCode"}}},
		{"null resultCode", ok(`{"resultCode":null,"instanceId":"i"}`), faults{{Code: "result_code_missing", Field: "resultCode"}}},
		{"resultCode as number", ok(`{"resultCode":0,"instanceId":"i"}`), faults{{Code: "field_not_string", Field: "resultCode", Want: "string", Got: "number 0"}}},
		{"resultCode as boolean", ok(`{"resultCode":true}`), faults{{Code: "field_not_string", Field: "resultCode", Want: "string", Got: "boolean"}}},
		{"resultCode 0", ok(`{"resultCode":"0"}`), faults{{Code: "result_code_malformed", Field: "resultCode", Want: "000000", Got: "0"}}},
		{"seven digits", ok(`{"resultCode":"0000004"}`), faults{{Code: "result_code_malformed", Field: "resultCode", Want: "000000", Got: "0000004"}}},
		{"refused", ok(`{"resultCode":"000106","resultMsg":"没有了"}`), faults{{Code: "result_code_refused", Field: "resultCode", Want: "000000", Got: "000106", Message: "没有了"}}},
		{"unknown code", ok(`{"resultCode":"000777"}`), faults{{Code: "result_code_unknown", Field: "resultCode", Want: "000000", Got: "000777"}}},
		{"resultMsg as number", ok(`{"resultCode":"000000","resultMsg":1,"instanceId":"i"}`), faults{{Code: "field_not_string", Field: "resultMsg", Want: "string", Got: "number 1"}}},
		{"resultMsg too long", ok(`{"resultCode":"000000","instanceId":"i","resultMsg":"` + strings.Repeat("好", 256) + `"}`), faults{{Code: "field_too_long", Field: "resultMsg", Want: "255", Got: "256"}}},

		{"no instanceId", ok(`{"resultCode":"000000"}`), faults{{Code: "instance_id_missing", Field: "instanceId"}}},
		{"no instanceId when accepted", ok(`{"resultCode":"000004"}`), faults{{Code: "instance_id_missing", Field: "instanceId"}}},
		{"blank instanceId", ok(`{"resultCode":"000000","instanceId":" "}`), faults{{Code: "instance_id_missing", Field: "instanceId"}}},
		{"instanceId as number", ok(`{"resultCode":"000000","instanceId":12}`), faults{{Code: "field_not_string", Field: "instanceId", Want: "string", Got: "number 12"}}},
		{"instanceId too long", ok(`{"resultCode":"000000","instanceId":"` + long + `"}`), faults{{Code: "field_too_long", Field: "instanceId", Want: "64", Got: "65"}}},
		{"instanceId with a comma", ok(`{"resultCode":"000000","instanceId":"a,b"}`), faults{{Code: "field_malformed", Field: "instanceId", Want: "no comma, blank or control character", Got: "a,b"}}},
		{"instanceId with U+0000", ok(`{"resultCode":"000000","instanceId":"a\u0000b"}`), faults{{Code: "field_bad_character", Field: "instanceId", Got: "U+0000"}}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			answer, got := saasv2.CheckNewInstance(tc.reply)
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("faults (-want +got):\n%s", diff)
			}
			if answer.InstanceID == "" && len(got) == 0 {
				t.Error("no instance id, and no fault")
			}
		})
	}
}

func TestNewInstanceMayBeAnsweredAsynchronously(t *testing.T) {
	t.Parallel()
	got, faults := saasv2.CheckNewInstance(ok(`{"resultCode":"000004","instanceId":"i-1"}`))
	want := saasv2.NewInstanceAnswer{PlainAnswer: wire.PlainAnswer{ResultCode: "000004"}, InstanceID: "i-1", Accepted: true}
	if diff := cmp.Diff(want, got); diff != "" || len(faults) > 0 {
		t.Errorf("faults %v, answer (-want +got):\n%s", faults, diff)
	}
}

func TestAnotherInstanceIDAtARetryIsAFault(t *testing.T) {
	t.Parallel()
	answer, _ := saasv2.CheckNewInstance(ok(opened))
	if faults := answer.CheckSame("i-1"); faults != nil {
		t.Errorf("same id: %v", faults)
	}
	if faults := answer.CheckSame(""); faults != nil {
		t.Errorf("first attempt: %v", faults)
	}
	want := wire.Faults{{Code: "instance_id_changed", Field: "instanceId", Want: "i-0", Got: "i-1"}}
	if diff := cmp.Diff(want, answer.CheckSame("i-0")); diff != "" {
		t.Errorf("faults (-want +got):\n%s", diff)
	}
}

func TestOnlyNewInstanceAndQueryInstanceMayAnswerInProgress(t *testing.T) {
	t.Parallel()
	if _, faults := wire.CheckPlain(ok(`{"resultCode":"000000"}`)); faults != nil {
		t.Errorf("success: %v", faults)
	}
	if _, faults := wire.CheckPlain(ok(`{"resultCode":"000004"}`)); !faults.Has(wire.FaultCodeRefused) {
		t.Errorf("000004: %v", faults)
	}
	if _, faults := wire.CheckPlain(ok(`{"resultCode":"000003"}`)); !faults.Has(wire.FaultCodeRefused) {
		t.Errorf("000003: %v", faults)
	}
	answer, faults := saasv2.CheckQueryInstance(ok(`{"resultCode":"000004"}`), []string{"i-1"})
	if _, notReady := answer.Ready("i-1"); faults != nil || !answer.Pending || !notReady.Has(wire.FaultNotReady) {
		t.Errorf("pending query: %+v, %v", answer, faults)
	}
}

func TestTheSellersTextIsKeptEvenWhenTheStatusIsWrong(t *testing.T) {
	t.Parallel()
	answer, faults := wire.CheckPlain(status(500, `{"resultCode":"000005","resultMsg":"disk full"}`))
	if answer.ResultMsg != "disk full" || answer.ResultCode != "000005" || !faults.Has(wire.FaultHTTPStatus) {
		t.Errorf("answer %+v, faults %v", answer, faults)
	}
}

func TestAVeryDeepBodyIsRefusedWithoutHarm(t *testing.T) {
	t.Parallel()
	for _, body := range []string{strings.Repeat("[", 500_000), strings.Repeat("[", 500_000) + strings.Repeat("]", 500_000), strings.Repeat(`{"a":`, 150_000)} {
		if _, faults := wire.CheckPlain(ok(body)); len(faults) != 1 {
			t.Errorf("faults %v", faults)
		}
	}
}

// A server that spoils its answer has opened the instance all the same: the marketplace must know which, to notice when the
// next answer names another one (saas-production-interface B.2, idempotent).
func TestASpoiledReplyStillNamesItsInstance(t *testing.T) {
	t.Parallel()
	const body = `{"resultCode":"000000","instanceId":"i-1"}`
	for name, c := range map[string]struct {
		reply wire.Reply
		want  string
	}{
		"wrong content type":    {wire.Reply{Status: 200, ContentType: "text/plain", Body: []byte(body)}, "i-1"},
		"status 500":            {wire.Reply{Status: 500, ContentType: "application/json", Body: []byte(body)}, "i-1"},
		"being opened":          {wire.Reply{Status: 201, ContentType: "application/json", Body: []byte(`{"resultCode":"000004","instanceId":"i-2"}`)}, "i-2"},
		"a refusal opens none":  {wire.Reply{Status: 200, ContentType: "application/json", Body: []byte(`{"resultCode":"000005","instanceId":"i-1"}`)}, ""},
		"an id we may not keep": {wire.Reply{Status: 500, ContentType: "application/json", Body: []byte(`{"resultCode":"000000","instanceId":"a,b"}`)}, ""},
		"not JSON":              {wire.Reply{Status: 200, ContentType: "application/json", Body: []byte(`i-1`)}, ""},
	} {
		answer, faults := saasv2.CheckNewInstance(c.reply)
		if answer.InstanceID != c.want || len(faults) == 0 {
			t.Errorf("%s: instance %q with faults %v, want %q", name, answer.InstanceID, faults, c.want)
		}
	}
}
