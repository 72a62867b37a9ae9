package main

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"

	"golang.org/x/image/draw"
)

// The main images of the products (business-rules 4.4: 800×600): a window, or a device, on the colours of the logo, and a closer
// look at it.
const (
	pictureWidth, pictureHeight = 200, 150 // units; times scale, 800×600 pixels
	pictureQuality              = 84
)

// scene draws what a picture shows inside its frame.
type scene func(c *canvas, m mark)

// drawPictures returns the two pictures of every product by its key: the whole, and a detail of it.
func drawPictures() (whole, detail map[string][]byte, err error) {
	whole, detail = map[string][]byte{}, map[string][]byte{}
	scenes := map[string]scene{"meet": faces, "terminal": device, "crm": columns, "projects": columns, "repairs": columns, "docs": page, "library": page, "academy": page,
		"migration": page, "boards": charts, "reach": charts, "dbwatch": charts, "geocode": code, "codecheck": code, "pipelines": flow, "bus": flow, "invoices": flow}
	for _, m := range marks() {
		draw, ok := scenes[m.key]
		if !ok {
			draw = rows
		}
		c := ground(m)
		draw(c, m)
		c.badge(m)
		if whole[m.key], err = c.jpeg(image.Rect(0, 0, pictureWidth, pictureHeight)); err != nil {
			return nil, nil, err
		}
		if detail[m.key], err = c.jpeg(image.Rect(24, 30, 152, 126)); err != nil {
			return nil, nil, err
		}
	}
	return whole, detail, nil
}

// The colours that every picture has.
func paper() color.Color { return hex("#ffffff", 1) }
func mist() color.Color  { return hex("#eef2f7", 1) }
func rule() color.Color  { return hex("#d5dde8", 1) }
func ink() color.Color   { return hex("#475569", 1) }

// ground is the blend of a mark's colours with two quiet circles, and an empty window on it.
func ground(m mark) *canvas {
	c := newCanvasOf(pictureWidth, pictureHeight)
	draw.Draw(c.img, c.img.Bounds(), c.blend(hex(m.from, 1), hex(m.to, 1)), image.Point{}, draw.Src)
	c.fill(hex("#ffffff", 0.07), circle(178, 22, 46), circle(14, 140, 58))
	if m.key == "terminal" {
		return c
	}
	c.fill(hex("#0f172a", 0.25), roundRect(23, 25, 156, 110, 6))
	c.fill(paper(), roundRect(22, 22, 156, 110, 6))
	c.fill(mist(), roundRect(22, 22, 156, 11, 5.5), polygon(22, 27, 178, 27, 178, 33, 22, 33))
	for i, dot := range []string{"#f87171", "#fbbf24", "#34d399"} {
		c.fill(hex(dot, 1), circle(29+6*float64(i), 27.5, 1.8))
	}
	c.fill(rule(), line(54, 27.5, 120, 27.5, 4.5))
	return c
}

// badge is the logo, small, in the lower corner.
func (c *canvas) badge(m mark) {
	logo := newCanvas()
	logo.tile(hex(m.from, 1), hex(m.to, 1))
	m.draw(logo, paper(), hex("#ffffff", 0.45), hex(m.accent, 1))
	at := image.Rect(158*scale, 108*scale, 194*scale, 144*scale)
	c.fill(paper(), roundRect(157, 107, 38, 38, 10))
	draw.CatmullRom.Scale(c.img, at, logo.img, logo.img.Bounds(), draw.Over, nil)
}

func (c *canvas) jpeg(part image.Rectangle) ([]byte, error) {
	out := image.NewNRGBA(image.Rect(0, 0, pictureWidth*scale, pictureHeight*scale))
	from := image.Rect(part.Min.X*scale, part.Min.Y*scale, part.Max.X*scale, part.Max.Y*scale)
	draw.CatmullRom.Scale(out, out.Bounds(), c.img, from, draw.Src, nil)
	var b bytes.Buffer
	if err := jpeg.Encode(&b, out, &jpeg.Options{Quality: pictureQuality}); err != nil {
		return nil, fmt.Errorf("encode picture: %w", err)
	}
	return b.Bytes(), nil
}

// sidebar is the menu at the left of a window.
func (c *canvas) sidebar(m mark) {
	c.fill(mist(), polygon(22, 33, 52, 33, 52, 132, 28, 132, 22, 126))
	for i := range 6 {
		y := 42 + 11*float64(i)
		col := rule()
		if i == 1 {
			c.fill(hex(m.from, 0.18), roundRect(25, y-4, 25, 8, 2))
			col = hex(m.from, 1)
		}
		c.fill(col, circle(29.5, y, 1.6), line(34, y, 46-float64(i%3)*2, y, 2.2))
	}
}

// rows is a table with states.
func rows(c *canvas, m mark) {
	c.sidebar(m)
	c.fill(ink(), line(60, 43, 92, 43, 4))
	c.fill(hex(m.from, 1), roundRect(148, 39, 23, 8, 2))
	for i := range 7 {
		y := 58 + 10*float64(i)
		c.fill(rule(), line(58, y+5, 172, y+5, 0.5))
		c.fill(rule(), circle(62, y, 2.6), line(69, y, 96-float64(i*5%11), y, 2.4), line(106, y, 128-float64(i*3%9), y, 2.4))
		state := []string{"#34d399", "#34d399", "#fbbf24"}[i%3]
		c.fill(hex(state, 0.35), roundRect(148, y-3, 17, 6, 3))
	}
}

// charts is a board with figures, columns and a line.
func charts(c *canvas, m mark) {
	c.sidebar(m)
	for i := range 3 {
		x := 58 + 39*float64(i)
		c.fill(mist(), roundRect(x, 39, 35, 20, 3))
		c.fill(rule(), line(x+5, 45, x+18, 45, 2.2))
		c.fill(ink(), line(x+5, 53, x+22-float64(i)*3, 53, 4))
	}
	c.fill(mist(), roundRect(58, 65, 68, 60, 3), roundRect(130, 65, 42, 60, 3))
	for i, h := range []float64{14, 22, 18, 30, 26, 38, 34} {
		c.fill(hex(m.from, 0.35), roundRect(63+8.6*float64(i), 119-h, 5, h, 1.4))
	}
	c.fill(hex(m.to, 1), polyline(1.6, 65, 102, 74, 94, 82, 97, 91, 84, 100, 88, 108, 76, 118, 72)...)
	c.fill(hex(m.from, 1), ring(151, 90, 13, 6, -90, 130))
	c.fill(hex(m.accent, 1), ring(151, 90, 13, 6, 140, 262))
	c.fill(rule(), line(138, 113, 160, 113, 2.2), line(138, 119, 152, 119, 2.2))
}

// columns is a board of cards.
func columns(c *canvas, m mark) {
	for i := range 4 {
		x := 27 + 37.5*float64(i)
		c.fill(mist(), roundRect(x, 38, 34, 88, 3))
		c.fill(ink(), line(x+5, 44, x+17, 44, 2.4))
		for k := range []int{4, 3, 2, 3}[i] {
			y := 50 + 18.5*float64(k)
			c.fill(paper(), roundRect(x+3, y, 28, 15.5, 2))
			c.fill(hex([]string{m.from, m.accent, m.to, m.from}[(i+k)%4], 1), roundRect(x+3, y, 1.6, 15.5, 0.8))
			c.fill(rule(), line(x+8, y+5, x+26-float64(k%2)*5, y+5, 2), line(x+8, y+10.5, x+18, y+10.5, 2))
		}
	}
}

// page is a text with its outline.
func page(c *canvas, m mark) {
	c.sidebar(m)
	c.fill(ink(), line(64, 45, 128, 45, 5))
	for i := range 8 {
		y := 57 + 7*float64(i)
		c.fill(rule(), line(64, y, 166-float64(i*13%37), y, 2.4))
	}
	c.fill(hex(m.from, 0.14), roundRect(62, 112, 106, 15, 3))
	c.fill(hex(m.from, 1), roundRect(62, 112, 2, 15, 1))
	c.fill(hex(m.to, 0.7), line(69, 119.5, 132, 119.5, 2.4))
}

// faces is a meeting: tiles with people.
func faces(c *canvas, m mark) {
	hues := []string{m.from, "#f59e0b", "#14b8a6", "#8b5cf6", "#fb7185", m.to}
	for i := range 6 {
		x, y := 27+49.5*float64(i%3), 38+38*float64(i/3)
		c.fill(hex(hues[i], 0.22), roundRect(x, y, 47, 35, 3))
		c.fill(hex(hues[i], 1), circle(x+23.5, y+14, 6), path{}.arc(x+23.5, y+33, 11, 180, 360))
	}
	for i, dot := range []string{"#64748b", "#64748b", "#ef4444"} {
		c.fill(hex(dot, 1), circle(88+12*float64(i), 122, 4.2))
	}
}

// code is a call and its answer, dark.
func code(c *canvas, m mark) {
	c.fill(hex("#0f172a", 1), roundRect(22, 33, 156, 99, 6), polygon(22, 33, 178, 33, 178, 60, 22, 60))
	for i, width := range []float64{52, 74, 38, 86, 60, 30, 70, 46, 24} {
		y, x := 44+9.6*float64(i), 40+8*float64([]int{0, 1, 1, 2, 2, 1, 1, 1, 0}[i])
		c.fill(hex("#475569", 1), line(30, y, 33, y, 2))
		c.fill(hex(m.accent, 1), line(x, y, x+12, y, 2.6))
		c.fill(hex("#94a3b8", 0.8), line(x+17, y, x+width, y, 2.6))
	}
}

// flow is steps that lead to each other.
func flow(c *canvas, m mark) {
	at := [][2]float64{{48, 60}, {48, 104}, {100, 82}, {150, 58}, {150, 104}}
	for _, e := range [][2]int{{0, 2}, {1, 2}, {2, 3}, {2, 4}} {
		a, b := at[e[0]], at[e[1]]
		c.fill(rule(), line(a[0], a[1], b[0], b[1], 2.4))
	}
	for i, p := range at {
		c.fill(hex("#0f172a", 0.08), roundRect(p[0]-17.5, p[1]-11, 37, 25, 4))
		c.fill(paper(), roundRect(p[0]-18.5, p[1]-12.5, 37, 25, 4))
		c.fill(hex([]string{m.from, m.from, m.to, m.accent, m.accent}[i], 1), roundRect(p[0]-14, p[1]-6, 9, 12, 2))
		c.fill(ink(), line(p[0]-1, p[1]-2.5, p[0]+12, p[1]-2.5, 2.2))
		c.fill(rule(), line(p[0]-1, p[1]+3.5, p[0]+8, p[1]+3.5, 2.2))
	}
}

// device is a screen on a table with its control.
func device(c *canvas, m mark) {
	c.fill(hex("#0f172a", 0.3), path{}.arc(100, 134, 66, 180, 360).arc(100, 134, 66, 0, 0))
	c.fill(hex("#18181b", 1), roundRect(30, 20, 140, 86, 5))
	c.fill(hex(m.accent, 1), roundRect(34, 24, 132, 76, 2))
	c.fill(hex("#18181b", 1), polygon(88, 106, 112, 106, 117, 126, 83, 126), roundRect(68, 125, 64, 5, 2.5))
	c.fill(hex("#3f3f46", 1), circle(100, 103, 1.4))
	for i := range 4 {
		x, y := 40+62*float64(i%2), 30+34*float64(i/2)
		c.fill(hex("#ffffff", 0.5), roundRect(x, y, 58, 30, 2.5))
		c.fill(hex("#0c4a6e", 0.75), circle(x+29, y+11, 5.5), path{}.arc(x+29, y+28, 10, 180, 360))
	}
}
