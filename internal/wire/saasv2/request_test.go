package saasv2_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/souk-market/souk/internal/wire"
	"github.com/souk-market/souk/internal/wire/saasv2"
)

func TestARequestThatBreaksItsTableIsNotValid(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("x", 65)
	type faults = wire.Faults
	many := slices.Repeat([]string{"i"}, 101)
	for _, tc := range []struct {
		name    string
		request saasv2.Request
		want    faults
	}{
		{"nothing in it", saasv2.NewInstanceRequest{}, faults{{Code: "field_missing", Field: "orderId"}, {Code: "field_missing", Field: "orderLineId"}, {Code: "field_missing", Field: "businessId"}}},
		{"long product", saasv2.NewInstanceRequest{OrderID: "o", OrderLineID: "l", BusinessID: "b", ProductID: long}, faults{{Code: "field_too_long", Field: "productId", Want: "64", Got: "65"}}},
		{"no ids", saasv2.QueryInstanceRequest{}, faults{{Code: "field_missing", Field: "instanceId"}}},
		{"101 ids", saasv2.QueryInstanceRequest{InstanceIDs: many}, faults{{Code: "too_many", Field: "instanceId", Want: "100", Got: "101"}}},
		{"id with a comma", saasv2.QueryInstanceRequest{InstanceIDs: []string{"a,b"}}, faults{{Code: "field_malformed", Field: "instanceId", Want: "no comma, blank or control character", Got: "a,b"}}},
		{"unknown scene, no expiry", saasv2.RefreshInstanceRequest{Scene: "NEW", OrderID: "o", OrderLineID: "l", InstanceID: "i"}, faults{{Code: "field_malformed", Field: "scene", Want: "TRIAL_TO_FORMAL | RENEWAL | UNSUBSCRIBE_RENEWAL_PERIOD | RENEWAL_CHANGE", Got: "NEW"}, {Code: "field_missing", Field: "expireTime"}}},
		{"the status of V1", saasv2.UpdateInstanceStatusRequest{InstanceID: "i", Status: "NORMAL"}, faults{{Code: "field_malformed", Field: "status", Want: "FREEZE | UNFREEZE", Got: "NORMAL"}}},
		{"check without product", saasv2.ChangeInstanceCheckRequest{InstanceID: "i"}, faults{{Code: "field_missing", Field: "productInfo.productId"}}},
		{"release by id alone", saasv2.ReleaseInstanceRequest{InstanceID: "i"}, nil},
		{"upgrade without order", saasv2.UpgradeInstanceRequest{InstanceID: "i", OrderLineID: "l"}, faults{{Code: "field_missing", Field: "orderId"}}},
		{"notification", saasv2.OrderNotifyRequest{OrderID: "o", OrderLineID: "l"}, nil},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(tc.want, tc.request.Validate()); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// Whatever the values are, the body is JSON with sorted keys that reads back as the same values (saas-production-interface B.1.2).
func TestAnyValuesSurviveEncoding(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		r := saasv2.NewInstanceRequest{
			OrderID: rapid.String().Draw(t, "order"), OrderLineID: rapid.String().Draw(t, "line"),
			BusinessID: rapid.String().Draw(t, "business"), Test: rapid.Bool().Draw(t, "test"),
		}
		var got map[string]string
		body := r.Encode()
		if err := json.Unmarshal(body, &got); err != nil {
			t.Fatalf("%s: %v", body, err)
		}
		want := map[string]string{"activity": "newInstance"}
		for k, v := range map[string]string{"orderId": r.OrderID, "orderLineId": r.OrderLineID, "businessId": r.BusinessID} {
			if v = strings.ToValidUTF8(v, "\ufffd"); v != "" {
				want[k] = v
			}
		}
		if r.Test {
			want["testFlag"] = "1"
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("(-want +got):\n%s", diff)
		}
	})
}

func TestTimesAreWrittenInUTC(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 1, 1, 0, 0, 0, 999e6, time.FixedZone("", 8*3600))
	if got := wire.FormatTime(at); got != "20251231160000" {
		t.Errorf("got %s", got)
	}
	if got := wire.FormatTime(time.Time{}); got != "" {
		t.Errorf("zero time: %q", got)
	}
}
