package catalog_test

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/color"
	"image/png"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/egress"
	"github.com/souk-market/souk/internal/kernel/i18n"
)

// album is a store of pictures: what a blob's id ends with says what it shows.
type album struct{}

func (album) OpenUpload(_ context.Context, blobID string) (io.ReadCloser, error) {
	white, teal := color.NRGBA{255, 255, 255, 255}, color.NRGBA{12, 84, 87, 255}
	ground, spot := white, teal
	if strings.Contains(blobID, "guide") {
		return io.NopCloser(strings.NewReader(guides[blobID[strings.LastIndex(blobID, "_")+1:]])), nil
	}
	switch blobID[strings.LastIndex(blobID, "_")+1:] {
	case "gone":
		return nil, errNoFile
	case "broken":
		return io.NopCloser(strings.NewReader("\x89PNG\r\n\x1a\nnothing")), nil
	case "blank":
		spot = white
	case "dark":
		ground, spot = teal, white
	case "clear":
		ground = color.NRGBA{}
	}
	img := image.NewNRGBA(image.Rect(0, 0, 120, 120))
	for y := range 120 {
		for x := range 120 {
			img.Set(x, y, ground)
			if x > 30 && x < 90 && y > 30 && y < 90 {
				img.Set(x, y, spot)
			}
		}
	}
	var out bytes.Buffer
	err := png.Encode(&out, img)
	return io.NopCloser(&out), err
}

// guides are user guides by what their ids end with.
var guides = map[string]string{
	"elsewhere": "%PDF-1.7 /URI (https://elsewhere.example.net/help) /URI (https://elsewhere.example.net/more)",
	"txt":       "如需购买，请联系客户经理获取报价。",
	"own":       "%PDF-1.7 /URI (https://MEET.reedbridge.example.com/login)",
}

// web answers addresses by what their path says.
type web struct{}

func (web) Do(_ context.Context, in egress.Request) (egress.Reply, error) {
	switch _, path, _ := strings.Cut(strings.TrimPrefix(in.URL, "https://"), "/"); path {
	case "gone":
		return egress.Reply{Status: 404}, nil
	case "private":
		return egress.Reply{}, &egress.Error{Kind: egress.KindBlockedAddress}
	case "down":
		return egress.Reply{}, &egress.Error{Kind: egress.KindDNS}
	case "large":
		return egress.Reply{}, &egress.Error{Kind: egress.KindBodyTooLarge, Status: 200}
	case "broken":
		return egress.Reply{Status: 502}, nil
	case "login":
		return egress.Reply{Status: 403}, nil
	case "moved":
		return egress.Reply{Status: 302}, nil
	}
	return egress.Reply{Status: 200}, nil
}

// checking gives the house machine checks that look at pictures and follow links.
func (h *house) checking() {
	h.t.Helper()
	s, err := catalog.New(catalog.Deps{DB: h.db, Queue: h.queue, Sellers: h.sellers, Standing: h.stands, Notify: h.notify, Files: shelf{}, URLs: gate{},
		Uploads: album{}, Links: web{}, Categories: categories(), CacheFor: -1})
	h.ok(err)
	h.Service = s
}

// checked runs what was asked for and returns what the application says of it.
func (h *house) checked(a catalog.Application) catalog.MachineCheck {
	h.t.Helper()
	h.ok(catalog.RunCheck(h.Service, h.t.Context(), catalog.CheckAsked{Ref: catalog.Ref{ApplicationID: a.ID, ProductID: a.ProductID, SellerID: a.SellerID}, Rev: a.Rev}))
	d, err := h.ApplicationDetail(h.t.Context(), h.olga, a.ID)
	h.ok(err)
	if d.Check == nil {
		h.t.Fatal("there is no check")
	}
	return *d.Check
}

// troubles are the findings that want somebody, as "check field severity".
func troubles(m catalog.MachineCheck) []string {
	var out []string
	for _, f := range m.Findings {
		if f.Severity != catalog.Fine {
			out = append(out, f.Check+" "+f.Field+" "+string(f.Severity))
		}
	}
	return out
}

// business-rules 4.4, 13.1: what a program can tell about a content, each by its field. The rest of the checks says that it is fine.
func TestTheMachineChecksNameWhatIsToBeLookedAt(t *testing.T) {
	t.Parallel()
	run(t, func(h *house) {
		h.checking()
		h.onSale(good())                            // Reedbridge's own: never like another's
		certificate := "certificate copyright look" // its file is copyright.pdf here, which does not name the product
		for name, c := range map[string]struct {
			change func(*catalog.Content)
			want   []string
		}{
			"nothing":                         {func(*catalog.Content) {}, nil},
			"the form":                        {func(c *catalog.Content) { c.Category, c.Name.ZH = "office", "苇桥会议 V2" }, []string{"form category blocks", "form name_zh blocks"}},
			"an invisible name":               {func(c *catalog.Content) { c.Name.ZH = "苇桥\u200b会议" }, []string{"form name_zh blocks"}},
			"an invisible spec":               {func(c *catalog.Content) { c.Specs[0].Name.EN = "Te\u202eam" }, []string{"form specs.0.name_en blocks"}},
			"invisible in a long text":        {func(c *catalog.Content) { c.Introduction.ZH += "<p>协\u202e同</p>" }, []string{"characters introduction_zh look"}},
			"a page that is gone":             {link("gone"), []string{"links introduction_zh look"}},
			"a private address":               {link("private"), []string{"links introduction_zh look"}},
			"no network":                      {link("down"), []string{"links introduction_zh look"}},
			"a server that fails":             {link("broken"), []string{"links introduction_zh look"}},
			"links that lead somewhere":       {link("", "large", "login", "moved"), nil},
			"more links than are tried":       {link("1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "gone"), []string{"links  look"}},
			"a logo on colour":                {func(c *catalog.Content) { c.Logo = "blb_logo_acc_amy_dark" }, []string{"pictures logo look"}},
			"a clear logo":                    {func(c *catalog.Content) { c.Logo = "blb_logo_acc_amy_clear" }, nil},
			"an image of one colour":          {image0("blank"), []string{"pictures images_0 look"}},
			"an image that is broken":         {image0("broken"), []string{"pictures images_0 look"}},
			"an image that is not there":      {image0("gone"), []string{"pictures images_0 look"}},
			"a dark image":                    {image0("dark"), nil},
			"a guide that leads away":         {guide("elsewhere"), []string{"guide guide look"}},
			"a guide to the product itself":   {guide("own"), nil},
			"a guide that no program reads":   {guide("rar"), []string{"guide guide look"}},
			"a guide that asks for the price": {guide("txt"), []string{"guide guide look"}},
			"a claim in the agreement":        {func(c *catalog.Content) { c.Terms.ZH += "<p>我们提供全球第一的服务。</p>" }, []string{"claims terms_zh look"}},
			"a doubtful claim":                {func(c *catalog.Content) { c.Highlights[0].ZH = "行业领先的纪要" }, []string{"claims highlights_0_zh look"}},
			"a mobile number":                 {func(c *catalog.Content) { c.Introduction.ZH += "<p>联系张工 138-0013-8000。</p>" }, []string{"personal introduction_zh look"}},
			"in full width":                   {func(c *catalog.Content) { c.Support.Content.ZH = "联系 １３８００１３８０００" }, []string{"personal support_content_zh look"}},
			"an identity number":              {func(c *catalog.Content) { c.Introduction.ZH += "<p>示例 990101199003077233</p>" }, []string{"personal introduction_zh look"}},
			"masked ones": {func(c *catalog.Content) {
				c.Introduction.ZH += "<p>138****8000，990101********7233，400-000-0101</p>"
			}, nil},
		} {
			content := good()
			c.change(&content)
			d := h.draft(content)
			_, err := h.CheckNow(h.t.Context(), catalog.CheckNowInput{Actor: h.amy, ApplicationID: d.ID})
			h.ok(err)
			m := h.checked(d.Application)
			got := slices.DeleteFunc(troubles(m), func(s string) bool { return s == certificate })
			if diff := cmp.Diff(c.want, got); diff != "" && len(c.want)+len(got) > 0 {
				h.t.Errorf("%s: %s", name, diff)
			}
			checks := map[string]bool{}
			for _, f := range m.Findings {
				checks[f.Check] = true
				if f.Text.ZH == "" || f.Text.EN == "" || strings.ContainsAny(f.Text.ZH+f.Text.EN, "{}") {
					h.t.Errorf("%s: a finding says %+v", name, f.Text)
				}
				if strings.Contains(f.Text.ZH, "13800138000") || strings.Contains(f.Text.ZH, "990101199003077233") {
					h.t.Errorf("%s: a finding tells the number: %s", name, f.Text.ZH)
				}
			}
			if len(checks) != 9 {
				h.t.Errorf("%s: %d checks said something, want all 9", name, len(checks))
			}
		}
	})
}

func link(paths ...string) func(*catalog.Content) {
	return func(c *catalog.Content) {
		for _, p := range paths {
			c.Introduction.ZH += `<p><a href="https://help.example.com/` + p + `">帮助</a></p>`
		}
	}
}

func guide(says string) func(*catalog.Content) {
	return func(c *catalog.Content) {
		c.Guide.Blob, c.ProductionURL = "blb_guide_acc_amy_"+says, "https://meet.reedbridge.example.com/open"
	}
}

func image0(name string) func(*catalog.Content) {
	return func(c *catalog.Content) { c.Images = []string{"blb_product_image_acc_amy_" + name} }
}

// business-rules 4.4: another seller's product of the same name, or of one that looks like it.
func TestANameThatLooksLikeAnothersIsTold(t *testing.T) {
	t.Parallel()
	run(t, func(h *house) {
		h.checking()
		l := h.onSale(titled("Cloud Meet"))
		hidden := titled("苇桥秘密")
		hidden.Hidden, hidden.Name.EN = true, "Quiet"
		h.onSale(hidden)
		for name, want := range map[string]string{"cloud meet": l.ProductID, "Сloud Мeet": l.ProductID, "CIoud Meet SaaS版": l.ProductID, "Cloud Mail": "", "苇桥秘密": "未公开"} {
			c := good()
			c.Name, c.Logo, c.Guide.Blob, c.Images, c.Copyright.Blob = i18n.Text{ZH: name}, "blb_logo_acc_ben_1", "blb_guide_acc_ben_1", []string{"blb_product_image_acc_ben_1"}, "blb_copyright_acc_ben_1"
			d, err := h.SaveDraft(h.t.Context(), catalog.SaveDraftInput{Actor: h.ben, Content: c})
			h.ok(err)
			_, err = h.CheckNow(h.t.Context(), catalog.CheckNowInput{Actor: h.ben, ApplicationID: d.ID})
			h.ok(err)
			var got string
			for _, f := range h.checked(d.Application).Findings {
				if f.Check == catalog.CheckName && f.Severity == catalog.LookAt {
					got += f.Text.ZH
				}
			}
			if (want == "") != (got == "") || !strings.Contains(got, want) || strings.Contains(got, "秘密") {
				h.t.Errorf("%s: %q, want %q", name, got, want)
			}
		}
	})
}

func TestASubmissionIsCheckedOnceAndNeverHeldUp(t *testing.T) {
	t.Parallel()
	run(t, func(h *house) {
		h.checking()
		ctx := h.t.Context()
		a := h.submitted(h.draft(good()))
		d, err := h.ApplicationDetail(ctx, h.amy, a.ID)
		h.ok(err)
		if d.Check == nil || !d.Check.Running() || d.Check.Rev != a.Rev {
			h.t.Fatalf("submitted: %+v", d.Check)
		}
		first := h.checked(a)
		if first.Running() || len(first.Of(catalog.Fine)) == 0 || first.Stale {
			h.t.Errorf("checked: %+v", first)
		}
		h.clk.Advance(time.Minute)
		if again := h.checked(a); !again.DoneAt.Equal(first.DoneAt) {
			h.t.Error("the job that ran twice checked twice")
		}
		// An operator has it checked again; a decision needs no check, and leaves what was said.
		m, err := h.CheckNow(ctx, catalog.CheckNowInput{Actor: h.olga, ApplicationID: a.ID})
		h.ok(err)
		if !m.Running() {
			h.t.Error("asked again, it does not run")
		}
		h.approved(a)
		if m := h.checked(a); m.Running() || m.Stale {
			h.t.Errorf("after the decision: %+v", m)
		}
	})
}

func TestWhoMayHaveWhatCheckedAndHowOften(t *testing.T) {
	t.Parallel()
	run(t, func(h *house) {
		h.checking()
		ctx := h.t.Context()
		d := h.draft(good())
		in := catalog.CheckNowInput{Actor: h.amy, ApplicationID: d.ID}
		for err := range h.race(4, func(int) error { return second(h.CheckNow(ctx, in)) }) {
			h.ok(err)
		}
		h.checked(d.Application)
		if _, err := h.CheckNow(ctx, in); !errors.Is(err, catalog.ErrCheckedJustNow) {
			h.t.Errorf("a second check at once: %v", err)
		}
		h.clk.Advance(10 * time.Second)
		_, err := h.CheckNow(ctx, in)
		h.ok(err)
		// Changed before the job came to it: there is nothing to say about what it was.
		saved, err := h.save(d, d.Rev, "另一个名称")
		h.ok(err)
		h.ok(catalog.RunCheck(h.Service, ctx, catalog.CheckAsked{Ref: catalog.Ref{ApplicationID: d.ID}, Rev: d.Rev}))
		if detail, err := h.ApplicationDetail(ctx, h.amy, d.ID); err != nil || detail.Check != nil {
			h.t.Errorf("changed before it was checked: %+v, %v", detail.Check, err)
		}
		h.clk.Advance(10 * time.Second)
		_, err = h.CheckNow(ctx, in)
		h.ok(err)
		h.checked(saved.Application)
		h.ok(second(h.save(saved, saved.Rev, "第三个名称")))
		if detail, err := h.ApplicationDetail(ctx, h.amy, d.ID); err != nil || !detail.Check.Stale {
			h.t.Errorf("changed after it was checked: %+v, %v", detail.Check, err)
		}

		h.clk.Advance(time.Minute)
		live := h.onSale(titled("在售商品"))
		pending, delist := h.submitted(h.draft(titled("待审商品"))), h.asked(live.ProductID)
		for name, c := range map[string]struct {
			in   catalog.CheckNowInput
			want error
		}{
			"another seller's draft":        {catalog.CheckNowInput{Actor: h.ben, ApplicationID: d.ID}, catalog.ErrApplicationNotFound},
			"an operator, a draft":          {catalog.CheckNowInput{Actor: h.olga, ApplicationID: d.ID}, catalog.ErrNotChecked},
			"a seller, what waits":          {catalog.CheckNowInput{Actor: h.amy, ApplicationID: pending.ID}, catalog.ErrNotChecked},
			"an operator, a delisting":      {catalog.CheckNowInput{Actor: h.olga, ApplicationID: delist.ID}, catalog.ErrNotChecked},
			"an operator, one not there":    {catalog.CheckNowInput{Actor: h.olga, ApplicationID: "app_\x00"}, catalog.ErrApplicationNotFound},
			"an operator, what just waited": {catalog.CheckNowInput{Actor: h.olga, ApplicationID: pending.ID}, nil},
		} {
			if _, err := h.CheckNow(ctx, c.in); !errors.Is(err, c.want) {
				h.t.Errorf("%s: %v, want %v", name, err, c.want)
			}
		}
	})
}
