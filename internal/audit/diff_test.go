package audit_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/souk-market/souk/internal/audit"
)

func TestBeforeAndAfterAreComparedFieldByField(t *testing.T) {
	t.Parallel()
	e := audit.Entry{
		Before: `{"name":{"zh":"会议","en":"Meeting"},"price":12.30,"tags":["a"],"old":true,"same":"x","none":null}`,
		After:  `{"name":{"zh":"会议","en":"Meetings"},"price":12.3,"tags":["a","b"],"list":[],"same":"x","none":""}`}
	want := []audit.Field{
		{"list", "", "[]", false, true},
		{"name.en", "Meeting", "Meetings", true, true},
		{"name.zh", "会议", "会议", true, true},
		{"none", "", "", true, true},
		{"old", "true", "", true, false},
		{"price", "12.30", "12.3", true, true},
		{"same", "x", "x", true, true},
		{"tags.0", "a", "a", true, true},
		{"tags.1", "", "b", false, true},
	}
	if diff := cmp.Diff(want, e.Fields()); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	var changed []string
	for _, f := range e.Fields() {
		if f.Changed() {
			changed = append(changed, f.Path)
		}
	}
	if diff := cmp.Diff([]string{"list", "name.en", "old", "price", "tags.1"}, changed); diff != "" {
		t.Errorf("changed: (-want +got)\n%s", diff)
	}
}

func TestListsAreInTheOrderOfTheirNumbers(t *testing.T) {
	t.Parallel()
	fields := audit.Entry{After: `[1,2,3,4,5,6,7,8,9,10,11]`}.Fields()
	if len(fields) != 11 || fields[1].Path != "1" || fields[10].Path != "10" {
		t.Errorf("%+v", fields)
	}
}

func TestWhatIsNotJSONIsShownAsItIs(t *testing.T) {
	t.Parallel()
	e := audit.Entry{Before: `{"cut`, After: ""}
	if diff := cmp.Diff([]audit.Field{{"", `{"cut`, "", true, false}}, e.Fields()); diff != "" {
		t.Error(diff)
	}
	if got := (audit.Entry{}).Fields(); len(got) != 0 {
		t.Errorf("of nothing: %+v", got)
	}
	raw, err := json.Marshal(e.Line())
	if err != nil || !json.Valid(raw) {
		t.Errorf("a damaged entry as a line: %s, %v", raw, err)
	}
}
