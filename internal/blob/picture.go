package blob

import (
	"bufio"
	"fmt"
	"image"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"
	"os"

	"github.com/souk-market/souk/internal/kernel/apperr"
)

const jpegQuality = 90

// redraw decodes a picture and writes it anew to out. The dimensions are judged from
// the header first: a file of some kilobytes can claim gigabytes of pixels.
func redraw(in *os.File, out io.Writer, p Policy, f Format) error {
	decodeConfig, decode := png.DecodeConfig, png.Decode
	switch f.Type {
	case formatJPEG.Type:
		decodeConfig, decode = jpeg.DecodeConfig, jpeg.Decode
	case formatGIF.Type:
		decodeConfig, decode = gif.DecodeConfig, gif.Decode // the first picture of an animation
	}
	cfg, err := decodeConfig(bufio.NewReader(in))
	if err != nil {
		return ErrPictureBroken
	}
	if bad := p.wrongDimensions(cfg); bad != nil {
		return bad
	}
	if _, err := in.Seek(0, io.SeekStart); err != nil {
		return err
	}
	picture, err := decode(bufio.NewReader(in))
	if err != nil {
		return ErrPictureBroken
	}
	switch f.Type {
	case formatJPEG.Type:
		err = jpeg.Encode(out, picture, &jpeg.Options{Quality: jpegQuality})
	case formatGIF.Type:
		err = gif.Encode(out, picture, nil)
	default:
		err = png.Encode(out, picture)
	}
	if err != nil {
		return fmt.Errorf("encode picture: %w", err)
	}
	return nil
}

func (p Policy) wrongDimensions(cfg image.Config) *apperr.Error {
	if p.Width.holds(cfg.Width) && p.Height.holds(cfg.Height) {
		return nil
	}
	if p.Width.Min == p.Width.Max && p.Height.Min == p.Height.Max {
		return ErrPictureSize.With("width", cfg.Width, "height", cfg.Height, "want", fmt.Sprintf("%d×%d", p.Width.Min, p.Height.Min))
	}
	return ErrPictureRange.With("width", cfg.Width, "height", cfg.Height,
		"minw", p.Width.Min, "maxw", p.Width.Max, "minh", p.Height.Min, "maxh", p.Height.Max)
}

// wrongFilm is wrongDimensions for a film.
func (p Policy) wrongFilm(cfg image.Config) *apperr.Error {
	switch {
	case p.wrongDimensions(cfg) == nil:
		return nil
	case p.Width.Min != p.Width.Max:
		return ErrVideoRange.With("width", cfg.Width, "height", cfg.Height,
			"minw", p.Width.Min, "maxw", p.Width.Max, "minh", p.Height.Min, "maxh", p.Height.Max)
	}
	return ErrVideoSize.With("width", cfg.Width, "height", cfg.Height, "want", fmt.Sprintf("%d×%d", p.Width.Min, p.Height.Min))
}
