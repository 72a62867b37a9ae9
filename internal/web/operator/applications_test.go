package operator_test

import (
	"encoding/csv"
	"net/http"
	"strings"
	"testing"

	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/kernel/period"
)

// rows are the first lines of the rows of a list, and the tone of each.
func (a answer) rows() (names []string, toned int) {
	for _, row := range a.doc.Find("#applications tbody tr").EachIter() {
		first, _, _ := strings.Cut(strings.TrimSpace(row.Find("td").First().Text()), "\n")
		names = append(names, strings.TrimSpace(first))
		if row.HasClass("row-toned") {
			toned++
		}
	}
	return names, toned
}

// business-rules 4.1: the queue by due date, what is overdue marked, and filtered by what an operator looks for.
func TestTheQueueShowsWhatIsDueFirstAndMarksWhatIsOverdue(t *testing.T) {
	t.Parallel()
	m := setup(t)
	image := m.good("苇桥镜像", "Reedbridge Image")
	image.Delivery, image.Params, image.ProductionURL, image.Release = catalog.DeliveryImage, nil, "", "V1.0"
	image.Image = &catalog.ImageTerms{Asset: "img-0001", Regions: []string{"cn-north-4"}, Arch: "x86_64", OS: "linux", OSVersion: "Ubuntu 22.04", Format: "qcow2",
		Size: 20, MinDisk: 40, MinRAM: 2}
	late := m.submitted(image)
	m.clk.Advance(late.DueAt.Sub(m.clk.Now()))
	m.submitted(m.good("苇桥会议", "Reedbridge Meet"))

	page := m.get("/operator/applications?state=pending")
	names, toned := page.rows()
	if len(names) != 2 || !strings.HasPrefix(names[0], "Reedbridge Image") || toned != 1 {
		t.Errorf("rows %q, %d of them marked", names, toned)
	}
	if text := page.doc.Find("#applications tbody tr").First().Text(); !strings.Contains(text, "Overdue") || !strings.Contains(text, "Image · General product") {
		t.Errorf("the first row says %q", text)
	}
	for query, want := range map[string]string{"delivery=image": "Reedbridge Image", "delivery=saas&family=general&kind=publish": "Reedbridge Meet", "overdue=1": "Reedbridge Image",
		"seller=" + late.SellerID + "&q=meet": "Reedbridge Meet", "family=joint": "", "kind=modify": "", "sort=-due&state=pending&delivery=saas": "Reedbridge Meet"} {
		names, _ := m.get("/operator/applications?" + query).rows()
		if got := strings.Join(names, "|"); !strings.HasPrefix(got, want) || (want == "") != (got == "") {
			t.Errorf("%s: %q, want %q", query, got, want)
		}
	}
	if names, _ := m.get("/operator/applications?state=pending&sort=-due").rows(); len(names) != 2 || !strings.HasPrefix(names[0], "Reedbridge Meet") {
		t.Errorf("the last due first: %q", names)
	}
	var options []string
	for _, o := range page.doc.Find("select[name=seller] option[value!='']").EachIter() {
		options = append(options, o.AttrOr("value", ""))
	}
	if len(options) != 1 || options[0] != late.SellerID {
		t.Errorf("offered sellers %q", options)
	}

	lines, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(m.get("/operator/applications.csv?state=pending").Body.String(), "\ufeff"))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if len(lines) != 3 || lines[1][len(lines[1])-1] != "Overdue" || lines[2][len(lines[2])-1] != "" {
		t.Fatalf("the export says %q", lines)
	}
	for column, want := range map[string]string{"Delivery type": "Image", "Sold as": "General product", "Due": late.DueAt.In(period.Shanghai()).Format("2006-01-02 15:04:05")} {
		for i, name := range lines[0] {
			if name == column && lines[1][i] != want {
				t.Errorf("%s is %q, want %q", column, lines[1][i], want)
			}
		}
	}
}

// business-rules 4.1: what the machine checks say stands beside the decision, and asks for itself while they run.
func TestTheMachineChecksStandBesideTheDecision(t *testing.T) {
	t.Parallel()
	m := setup(t) // nothing runs jobs here
	app := m.submitted(m.good("苇桥会议", "Reedbridge Meet"))
	path := "/operator/applications/" + app.ID
	card := m.get(path).doc.Find("#checks")
	if card.AttrOr("hx-get", "") != path || !strings.Contains(card.Text(), "Being checked") {
		t.Errorf("while they run: %q, %s", card.AttrOr("hx-get", ""), card.Text())
	}
	if a := m.post(path + "/check"); a.Code != http.StatusSeeOther || !strings.HasSuffix(a.Header().Get("Location"), path+"#checks") {
		t.Errorf("asked again: %d to %q", a.Code, a.Header().Get("Location"))
	}
	if a := m.post("/operator/applications/app_x/check"); a.Code != http.StatusNotFound {
		t.Errorf("of one that is not there: %d", a.Code)
	}
}
