package promo

import (
	"fmt"
	"strings"

	"github.com/boombuler/barcode/qr"
)

// qrCode is a QR code as an SVG picture: Size units wide and high, with a path of its dark modules. The margin of four units
// is what readers expect.
type qrCode struct {
	Size int
	Path string
}

const qrMargin = 4

func newQR(text string) (qrCode, error) {
	code, err := qr.Encode(text, qr.M, qr.Auto)
	if err != nil {
		return qrCode{}, fmt.Errorf("draw QR code: %w", err)
	}
	var b strings.Builder
	size := code.Bounds()
	for y := size.Min.Y; y < size.Max.Y; y++ {
		for x := size.Min.X; x < size.Max.X; x++ {
			if shade, _, _, _ := code.At(x, y).RGBA(); shade == 0 {
				fmt.Fprintf(&b, "M%d %dh1v1h-1z", x+qrMargin, y+qrMargin)
			}
		}
	}
	return qrCode{size.Dx() + 2*qrMargin, b.String()}, nil
}

// box is the view box.
func (q qrCode) box() string { return fmt.Sprintf("0 0 %d %d", q.Size, q.Size) }
