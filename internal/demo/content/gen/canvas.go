package main

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"math"

	"golang.org/x/image/draw"
	"golang.org/x/image/vector"
)

const (
	logoSize = 120 // business-rules 4.4: 120×120 px
	scale    = 4   // drawn larger and reduced, which evens out the rasteriser's edges
)

// canvas is a drawing surface in logo units (0…120) with anti-aliased fills.
type canvas struct {
	img *image.NRGBA
}

func newCanvas() *canvas { return newCanvasOf(logoSize, logoSize) }

// newCanvasOf is a surface of other proportions, in units of which scale pixels are one.
func newCanvasOf(width, height int) *canvas {
	return &canvas{img: image.NewNRGBA(image.Rect(0, 0, width*scale, height*scale))}
}

// hex reads "#rrggbb"; alpha is 0…1.
func hex(s string, alpha float64) color.NRGBA {
	var r, g, b uint8
	if _, err := fmt.Sscanf(s, "#%02x%02x%02x", &r, &g, &b); err != nil {
		return color.NRGBA{A: 255}
	}
	return color.NRGBA{R: r, G: g, B: b, A: uint8(math.Round(alpha * 255))}
}

// fill paints the union of paths (winding rule) with one colour.
func (c *canvas) fill(col color.Color, paths ...path) {
	c.paint(image.NewUniform(col), paths...)
}

func (c *canvas) paint(src image.Image, paths ...path) {
	r := vector.NewRasterizer(c.img.Bounds().Dx(), c.img.Bounds().Dy())
	for _, p := range paths {
		p.trace(r)
	}
	r.Draw(c.img, c.img.Bounds(), src, image.Point{})
}

// tile paints the rounded ground with a diagonal blend from one colour to another.
func (c *canvas) tile(from, to color.NRGBA) {
	c.paint(c.blend(from, to), roundRect(4, 4, 112, 112, 27))
}

// blend is a diagonal blend as large as the surface.
func (c *canvas) blend(from, to color.NRGBA) image.Image {
	grad := image.NewNRGBA(c.img.Bounds())
	width, height := c.img.Bounds().Dx(), c.img.Bounds().Dy()
	mix := func(a, b uint8, t float64) uint8 { return uint8(math.Round(float64(a) + (float64(b)-float64(a))*t)) }
	for y := range height {
		for x := range width {
			t := float64(x+y) / float64(width+height)
			grad.SetNRGBA(x, y, color.NRGBA{R: mix(from.R, to.R, t), G: mix(from.G, to.G, t), B: mix(from.B, to.B, t), A: 255})
		}
	}
	return grad
}

// encode reduces the drawing to its final size and writes it as PNG.
func (c *canvas) encode() ([]byte, error) {
	out := image.NewNRGBA(image.Rect(0, 0, logoSize, logoSize))
	draw.CatmullRom.Scale(out, out.Bounds(), c.img, c.img.Bounds(), draw.Src, nil)
	var buf bytes.Buffer
	enc := png.Encoder{CompressionLevel: png.BestCompression}
	if err := enc.Encode(&buf, out); err != nil {
		return nil, fmt.Errorf("encode logo: %w", err)
	}
	return buf.Bytes(), nil
}

// path is a closed outline as a list of points; curves are flattened beforehand.
type path []point

type point struct{ x, y float64 }

func (p path) trace(r *vector.Rasterizer) {
	for i, q := range p {
		x, y := float32(q.x*scale), float32(q.y*scale)
		if i == 0 {
			r.MoveTo(x, y)
			continue
		}
		r.LineTo(x, y)
	}
	r.ClosePath()
}

func polygon(xy ...float64) path {
	p := make(path, 0, len(xy)/2)
	for i := 0; i+1 < len(xy); i += 2 {
		p = append(p, point{xy[i], xy[i+1]})
	}
	return p
}

// arc appends points of a circle from angle a to b, in degrees clockwise from 3 o'clock.
func (p path) arc(cx, cy, r, a, b float64) path {
	steps := int(math.Ceil(math.Abs(b-a)/3)) + 1
	for i := range steps + 1 {
		t := (a + (b-a)*float64(i)/float64(steps)) * math.Pi / 180
		p = append(p, point{cx + r*math.Cos(t), cy + r*math.Sin(t)})
	}
	return p
}

func circle(cx, cy, r float64) path { return path{}.arc(cx, cy, r, 0, 360) }

// ring is a circular band from angle a to b with rounded ends.
func ring(cx, cy, r, width, a, b float64) path {
	h := width / 2
	end := func(t float64) (float64, float64) {
		return cx + r*math.Cos(t*math.Pi/180), cy + r*math.Sin(t*math.Pi/180)
	}
	bx, by := end(b)
	ax, ay := end(a)
	return path{}.arc(cx, cy, r+h, a, b).arc(bx, by, h, b, b+180).arc(cx, cy, r-h, b, a).arc(ax, ay, h, a+180, a+360)
}

func roundRect(x, y, w, h, r float64) path {
	return path{}.arc(x+w-r, y+r, r, -90, 0).arc(x+w-r, y+h-r, r, 0, 90).
		arc(x+r, y+h-r, r, 90, 180).arc(x+r, y+r, r, 180, 270)
}

// line is a stroke with round ends.
func line(x1, y1, x2, y2, width float64) path {
	a := math.Atan2(y2-y1, x2-x1) * 180 / math.Pi
	return path{}.arc(x1, y1, width/2, a+90, a+270).arc(x2, y2, width/2, a-90, a+90)
}

// polyline strokes through the points with round joins.
func polyline(width float64, xy ...float64) []path {
	var out []path
	for i := 0; i+3 < len(xy); i += 2 {
		out = append(out, line(xy[i], xy[i+1], xy[i+2], xy[i+3], width))
	}
	return out
}
