package catalog

import (
	"bytes"
	"image"
	"image/color"
	_ "image/gif"  // main images may be GIF
	_ "image/jpeg" // a registered decoder
	_ "image/png"  // a registered decoder
	"io"
)

// pictureFault says what is wrong with a picture; "" when nothing is.
type pictureFault string

const (
	pictureMissing pictureFault = "missing"    // its bytes are not there
	pictureBroken  pictureFault = "broken"     // no program can draw it
	pictureBlank   pictureFault = "blank"      // it is of one colour
	pictureGround  pictureFault = "background" // of a logo: neither white nor transparent (business-rules 4.4)
)

const (
	maxPictureBytes  = 6 << 20    // uploads end at 5 MB
	maxPicturePixels = 10_000_000 // the largest that may be uploaded has 7.2 million
	sampleSteps      = 64         // points across and down that are looked at
	sameColour       = 10 << 8    // what two colours may differ by and look the same, of 65535
	nearlyWhite      = 240 << 8
	nearlyClear      = 16 << 8
)

// judgePicture draws a picture and looks at some of its points. Its dimensions were judged when it was uploaded.
func judgePicture(r io.Reader, logo bool) pictureFault {
	raw, err := io.ReadAll(io.LimitReader(r, maxPictureBytes))
	if err != nil {
		return pictureMissing
	}
	cfg, _, err := image.DecodeConfig(bytes.NewReader(raw))
	if err != nil || cfg.Width < 1 || cfg.Height < 1 || cfg.Width*cfg.Height > maxPicturePixels {
		return pictureBroken
	}
	img, _, err := image.Decode(bytes.NewReader(raw))
	switch {
	case err != nil:
		return pictureBroken
	case oneColour(img):
		return pictureBlank
	case logo && !onWhite(img):
		return pictureGround
	}
	return ""
}

// oneColour reports whether nothing stands out from the first point.
func oneColour(img image.Image) bool {
	b := img.Bounds()
	first := img.At(b.Min.X, b.Min.Y)
	for y := range sampleSteps {
		for x := range sampleSteps {
			p := img.At(b.Min.X+x*(b.Dx()-1)/(sampleSteps-1), b.Min.Y+y*(b.Dy()-1)/(sampleSteps-1))
			if !sameAs(first, p) {
				return false
			}
		}
	}
	return true
}

func sameAs(a, b color.Color) bool {
	r1, g1, b1, a1 := a.RGBA()
	r2, g2, b2, a2 := b.RGBA()
	near := func(x, y uint32) bool { return max(x, y)-min(x, y) <= sameColour }
	return near(r1, r2) && near(g1, g2) && near(b1, b2) && near(a1, a2)
}

// onWhite reports whether the corners of a picture are white or transparent.
func onWhite(img image.Image) bool {
	b := img.Bounds()
	for _, p := range []image.Point{b.Min, {b.Max.X - 1, b.Min.Y}, {b.Min.X, b.Max.Y - 1}, {b.Max.X - 1, b.Max.Y - 1}} {
		red, green, blue, alpha := img.At(p.X, p.Y).RGBA()
		if alpha > nearlyClear && min(red, green, blue) < nearlyWhite {
			return false
		}
	}
	return true
}
