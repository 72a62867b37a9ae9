package demo

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"math"

	"github.com/souk-market/souk/internal/blob"
	"github.com/souk-market/souk/internal/demo/content"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/seller"
	"github.com/souk-market/souk/internal/shopwindow"
)

// promoted is a banner of the demo: where it leads, and the products whose logos stand in its arches.
type promoted struct {
	link            string
	title, subtitle i18n.Text
	keys            []string
}

// windowDressing are the banners of the demo. Each leads to a category, whose code it names.
func windowDressing() []promoted {
	return []promoted{
		{"/category/office", i18n.Text{ZH: "团队协作，一处备齐", EN: "Everything a team works with"},
			i18n.Text{ZH: "会议、文档与项目，开通即用", EN: "Meetings, documents and projects, ready in seconds"}, []string{"meet", "docs", "projects", "people"}},
		{"/category/data", i18n.Text{ZH: "让数据自己说话", EN: "Let your data speak"},
			i18n.Text{ZH: "报表、集成与可视化", EN: "Reports, pipelines and dashboards"}, []string{"boards", "pipelines", "reach"}},
		{"/category/security", i18n.Text{ZH: "上线前先体检", EN: "A check-up before you go live"},
			i18n.Text{ZH: "漏洞巡检与日志审计", EN: "Site scans and audit logs"}, []string{"sitescan", "audit", "codecheck"}},
	}
}

// home publishes a home page with banners, floors and a brand hall, and gives the sellers the levels that have these benefits
// (business-rules 2.10, 12.8).
func (r Rooms) home(ctx context.Context, c content.Content, s Seeded, operator Login) error {
	if err := r.levels(ctx, c, s, operator); err != nil {
		return err
	}
	logos := map[string][]byte{}
	for _, p := range c.Products {
		logos[p.Key] = p.Logo
	}
	var h shopwindow.Home
	for n, x := range windowDressing() {
		var marks [][]byte
		for _, key := range x.keys {
			if len(logos[key]) > 0 {
				marks = append(marks, logos[key])
			}
		}
		picture, err := arches(n, marks)
		if err != nil {
			return err
		}
		file, err := r.Blobs.Put(ctx, blob.PutInput{Owner: operator.ID, Purpose: blob.PurposeBanner, Name: fmt.Sprintf("banner-%d.png", n+1), Reader: bytes.NewReader(picture)})
		if err != nil {
			return err
		}
		h.Banners = append(h.Banners, shopwindow.Banner{On: true, Picture: file.ID, Title: x.title, Subtitle: x.subtitle, Link: x.link})
	}
	floor := func(k shopwindow.Kind, size int) shopwindow.Floor {
		return shopwindow.Floor{On: true, Kind: k, Size: size}
	}
	hot := floor(shopwindow.KindHot, 4)
	for _, p := range c.Products[max(len(c.Products)-4, 0):] { // the newest stand in a floor of their own
		hot.Products = append(hot.Products, s.Products[p.Key])
	}
	business := floor(shopwindow.KindCategory, 4)
	business.Category = "business"
	h.Floors = []shopwindow.Floor{floor(shopwindow.KindBestRated, 4), business, floor(shopwindow.KindTrials, 4), floor(shopwindow.KindNewest, 8),
		floor(shopwindow.KindBrands, 4)}
	if len(hot.Products) > 0 {
		h.Floors = append([]shopwindow.Floor{hot}, h.Floors...)
	}
	d, err := r.Window.SaveDraft(ctx, shopwindow.SaveDraftInput{Actor: operator.actor, Home: h})
	if err != nil {
		return err
	}
	_, err = r.Window.Publish(ctx, shopwindow.DraftInput{Actor: operator.actor, Rev: d.Rev})
	return err
}

// levels gives the first seller the highest level, and the others the one below.
func (r Rooms) levels(ctx context.Context, c content.Content, s Seeded, operator Login) error {
	for n, x := range c.Sellers {
		owner := s.by(func(l Login) bool { return l.seller == x.Key })
		own, err := r.Sellers.MyRecord(ctx, owner.actor)
		if err != nil {
			return err
		}
		level := seller.LevelPreferred
		if n == 0 {
			level = seller.LevelLeading
		}
		if _, err := r.Sellers.SetLevel(ctx, seller.SetLevelInput{Actor: operator.actor, SellerID: own.Seller.ID, Rev: own.Standing.Rev, Level: level, Reason: "演示市场的初始等级"}); err != nil {
			return fmt.Errorf("level of seller %s: %w", x.Key, err)
		}
	}
	return nil
}

// arches draws the n-th banner, 1200×500: an arcade on two hues that flow into each other, with a logo in each arch.
func arches(n int, logos [][]byte) ([]byte, error) {
	const width, height, span, rise, gap, mark = 1200, 500, 184, 372, 44, 120
	from, to := hues(n + 1)
	img := image.NewRGBA(image.Rect(0, 0, width, height))
	logos = logos[:min(len(logos), maxMarks)]
	left := (width - len(logos)*span - (len(logos)-1)*gap) / 2
	for y := range height {
		for x := range width {
			part := float64(x+y) / (width + height)
			shade := 0.0
			for i := range logos {
				shade = max(shade, inArch(float64(x-left-i*(span+gap)), float64(y-(height-rise)), span))
			}
			img.SetRGBA(x, y, blend(blend(from, to, part), color.RGBA{255, 255, 255, 255}, 0.16*shade))
		}
	}
	for i, data := range logos {
		logo, err := png.Decode(bytes.NewReader(data))
		if err != nil {
			return nil, err
		}
		at := image.Pt(left+i*(span+gap)+(span-mark)/2, height-rise+span/2-mark/3)
		draw.Draw(img, image.Rectangle{at, at.Add(image.Pt(mark, mark))}, logo, logo.Bounds().Min, draw.Over)
	}
	var b bytes.Buffer
	err := png.Encode(&b, img)
	return b.Bytes(), err
}

// inArch is how much of a point lies in an arch of a width that stands at the origin, from 0 to 1: its edge is a pixel soft.
func inArch(x, y, span float64) float64 {
	half := span / 2
	out := math.Abs(x-half) - half
	if y < half {
		out = math.Hypot(x-half, y-half) - half
	}
	return min(max(0.5-out, 0), 1)
}

// blend is a colour between two.
func blend(a, b color.RGBA, part float64) color.RGBA {
	mix := func(x, y uint8) uint8 { return uint8(math.Round(float64(x)*(1-part) + float64(y)*part)) }
	return color.RGBA{mix(a.R, b.R), mix(a.G, b.G), mix(a.B, b.B), 255}
}
