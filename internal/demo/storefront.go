package demo

import (
	"bytes"
	"context"
	"html"
	"image"
	"image/color"
	"image/draw"
	"image/png"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/blob"
	"github.com/souk-market/souk/internal/demo/content"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/seller"
)

// storefront gives a seller a page of its own and an after-sale group, as it and an operator would do it (business-rules
// 2.7, 2.8).
func (r Rooms) storefront(ctx context.Context, owner, operator account.Actor, x content.Seller, picture []byte) error {
	media, err := r.Blobs.Put(ctx, blob.PutInput{Owner: owner.ID, Purpose: blob.PurposeStoreMedia, Name: x.Key + ".png", Reader: bytes.NewReader(picture)})
	if err != nil {
		return err
	}
	shop := seller.Storefront{Media: media.ID, Profile: paragraph(x.Profile), Advantages: paragraph(x.Support.Content)}
	c, err := r.Sellers.SaveChange(ctx, seller.SaveChangeInput{Actor: owner, Kind: seller.ChangeStorefront, Content: seller.ChangeContent{Storefront: &shop}})
	if err != nil {
		return err
	}
	if c, err = r.Sellers.SubmitChange(ctx, seller.ChangeInput{Actor: owner, Kind: seller.ChangeStorefront, Rev: c.Rev}); err != nil {
		return err
	}
	if _, err = r.Sellers.ApproveChange(ctx, seller.ChangeReviewInput{Actor: operator, ChangeID: c.ID, Rev: c.Rev, Checklist: seller.ChangeChecklist(c.Kind)}); err != nil {
		return err
	}
	_, err = r.Sellers.SaveGroup(ctx, seller.SaveGroupInput{Actor: owner, Name: i18n.Text{ZH: "使用与开通支持", EN: "Setup and use"},
		Phone: x.Support.Hotline, Email: x.Support.Email, Hours: seller.Hours{Days: []int{1, 2, 3, 4, 5}, From: "09:00", To: "18:00"}})
	return err
}

// paragraph is a plain text as rich text.
func paragraph(t i18n.Text) i18n.Text {
	one := func(s string) string {
		if s == "" {
			return ""
		}
		return "<p>" + html.EscapeString(s) + "</p>"
	}
	return i18n.Text{ZH: one(t.ZH), EN: one(t.EN)}
}

// maxMarks is how many logos a banner shows: more do not fit beside each other.
const maxMarks = 4

// hues are the n-th pair of colours that flow into each other.
func hues(n int) (from, to color.RGBA) {
	pairs := [][2]color.RGBA{{{12, 84, 87, 255}, {74, 158, 149, 255}}, {{35, 58, 120, 255}, {110, 140, 214, 255}},
		{{110, 52, 36, 255}, {222, 142, 92, 255}}, {{72, 40, 104, 255}, {158, 120, 196, 255}}}
	p := pairs[n%len(pairs)]
	return p[0], p[1]
}

// banner draws the picture that opens the n-th seller's page, 780×440: the logos of its products on two hues that flow
// into each other.
func banner(n int, logos [][]byte) ([]byte, error) {
	from, to := hues(n)
	const width, height, mark, gap = 780, 440, 120, 48
	img := image.NewRGBA(image.Rect(0, 0, width, height))
	mix := func(a, b uint8, part int) uint8 {
		return uint8((int(a)*(width+height-part) + int(b)*part) / (width + height))
	}
	for y := range height {
		for x := range width {
			img.SetRGBA(x, y, color.RGBA{mix(from.R, to.R, x+y), mix(from.G, to.G, x+y), mix(from.B, to.B, x+y), 255})
		}
	}
	logos = logos[:min(len(logos), maxMarks)]
	left := (width - len(logos)*mark - (len(logos)-1)*gap) / 2
	for i, data := range logos {
		logo, err := png.Decode(bytes.NewReader(data))
		if err != nil {
			return nil, err
		}
		at := image.Pt(left+i*(mark+gap), (height-mark)/2)
		draw.Draw(img, image.Rectangle{at, at.Add(image.Pt(mark, mark))}, logo, logo.Bounds().Min, draw.Over)
	}
	var b bytes.Buffer
	err := png.Encode(&b, img)
	return b.Bytes(), err
}

// logosOf are the logos of what a seller sells.
func logosOf(c content.Content, sellerKey string) [][]byte {
	var out [][]byte
	for _, p := range c.Products {
		if p.Seller == sellerKey && len(p.Logo) > 0 {
			out = append(out, p.Logo)
		}
	}
	return out
}
