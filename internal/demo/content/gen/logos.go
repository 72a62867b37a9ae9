package main

import "image/color"

// mark is one logo: a tile of two colours and the drawing on it.
type mark struct {
	key      string
	from, to string
	draw     func(c *canvas, white, soft, accent color.Color)
	accent   string
}

// drawLogos returns the PNG of every product by its key.
func drawLogos() (map[string][]byte, error) {
	out := make(map[string][]byte)
	for _, m := range marks() {
		c := newCanvas()
		c.tile(hex(m.from, 1), hex(m.to, 1))
		m.draw(c, hex("#ffffff", 1), hex("#ffffff", 0.45), hex(m.accent, 1))
		data, err := c.encode()
		if err != nil {
			return nil, err
		}
		out[m.key] = data
	}
	return out, nil
}

func marks() []mark {
	return []mark{
		{"meet", "#2f7bff", "#1d4ed8", drawMeet, "#bfe0ff"},
		{"docs", "#14b8a6", "#0f766e", drawDocs, "#0f766e"},
		{"projects", "#8b5cf6", "#5b21b6", drawProjects, "#fcd34d"},
		{"crm", "#fb7185", "#be123c", drawCRM, "#fed29b"},
		{"people", "#f59e0b", "#c2570c", drawPeople, "#fff3c4"},
		{"academy", "#22a55a", "#14653a", drawAcademy, "#fde68a"},
		{"boards", "#4f5bd5", "#312e81", drawBoards, "#67e8f9"},
		{"pipelines", "#0ea5e9", "#075985", drawPipelines, "#fde047"},
		{"audit", "#475569", "#1e293b", drawAudit, "#0d9488"},
		{"sitescan", "#0891a5", "#134e5e", drawSiteScan, "#a7f3d0"},
		{"codecheck", "#3f3f55", "#17172b", drawCodeCheck, "#a3e635"},
		{"reach", "#e8509e", "#86198f", drawReach, "#fde68a"},
		{"library", "#0d9488", "#134e4a", drawLibrary, "#fde68a"},
		{"dbwatch", "#334155", "#0f172a", drawDBWatch, "#34d399"},
		{"migration", "#f97316", "#9a3412", drawMigration, "#fff3c4"},
		{"geocode", "#2563eb", "#1e3a8a", drawGeocode, "#fca5a5"},
		{"terminal", "#52525b", "#27272a", drawTerminal, "#7dd3fc"},
		{"invoices", "#7c3aed", "#3b0764", drawInvoices, "#a5f3fc"},
		{"bus", "#0284c7", "#0c4a6e", drawBus, "#fdba74"},
		{"addresses", "#15803d", "#14532d", drawAddresses, "#fef08a"},
		{"repairs", "#db2777", "#831843", drawRepairs, "#fbcfe8"},
	}
}

// A camera made of a speech bubble.
func drawMeet(c *canvas, white, _, accent color.Color) {
	c.fill(white, roundRect(24, 38, 50, 44, 12))
	c.fill(white, polygon(36, 78, 36, 96, 54, 80))
	c.fill(accent, path{}.arc(95, 45, 4, -120, 0).arc(95, 75, 4, 0, 120).arc(80.5, 60, 4.5, 130, 230))
	c.fill(hex("#1f5be0", 1), circle(39, 60, 4.2), circle(49, 60, 4.2), circle(59, 60, 4.2))
}

// A page whose last line is being written.
func drawDocs(c *canvas, white, soft, accent color.Color) {
	c.fill(soft, roundRect(44, 24, 48, 64, 9))
	c.fill(white, roundRect(30, 34, 50, 64, 9))
	c.fill(accent, line(42, 52, 68, 52, 5), line(42, 65, 68, 65, 5), line(42, 78, 55, 78, 5))
	c.fill(hex("#fbbf24", 1), circle(67, 78, 5))
}

// Three bars of a timeline over its grid.
func drawProjects(c *canvas, white, soft, accent color.Color) {
	c.fill(soft, line(34, 26, 34, 94, 4), line(60, 26, 60, 94, 4), line(86, 26, 86, 94, 4))
	c.fill(white, roundRect(25, 31, 42, 17, 8.5))
	c.fill(accent, roundRect(38, 52, 46, 17, 8.5))
	c.fill(white, roundRect(53, 73, 42, 17, 8.5))
}

// Two parties, as linked rings.
func drawCRM(c *canvas, white, _, accent color.Color) {
	c.fill(accent, ring(72, 60, 20, 10, 0, 359.9))
	c.fill(white, ring(48, 60, 20, 10, 0, 359.9))
	c.fill(accent, ring(72, 60, 20, 10, 214, 252))
}

// Three people, the middle one in front.
func drawPeople(c *canvas, white, soft, accent color.Color) {
	c.fill(soft, circle(36, 50, 9), circle(84, 50, 9))
	c.fill(soft, path{}.arc(36, 84, 17, 180, 360), path{}.arc(84, 84, 17, 180, 360))
	c.fill(accent, circle(60, 43, 13))
	c.fill(white, path{}.arc(60, 90, 26, 180, 360))
}

// A mortarboard over an open book.
func drawAcademy(c *canvas, white, soft, accent color.Color) {
	c.fill(soft, polygon(40, 58, 60, 67, 80, 58, 80, 78, 60, 88, 40, 78))
	c.fill(white, polygon(60, 30, 98, 48, 60, 66, 22, 48))
	c.fill(accent, polyline(4, 90, 50, 90, 74)...)
	c.fill(accent, circle(90, 78, 5.5))
}

// Columns with a rising line.
func drawBoards(c *canvas, white, soft, accent color.Color) {
	c.fill(soft, roundRect(28, 66, 14, 26, 4), roundRect(53, 54, 14, 38, 4))
	c.fill(white, roundRect(78, 42, 14, 50, 4))
	c.fill(accent, polyline(5, 31, 52, 54, 38, 66, 42, 88, 25)...)
	c.fill(accent, circle(31, 52, 5.5), circle(88, 25, 5.5))
}

// Two sources that flow into one.
func drawPipelines(c *canvas, white, _, accent color.Color) {
	c.fill(white, polyline(8, 32, 40, 50, 40, 68, 60, 88, 60)...)
	c.fill(white, polyline(8, 32, 80, 50, 80, 68, 60)...)
	c.fill(white, circle(32, 40, 10), circle(32, 80, 10))
	c.fill(accent, circle(88, 60, 13))
	c.fill(hex("#075985", 1), polygon(84, 53.5, 84, 66.5, 95, 60))
}

// A shield with lines of a log.
func drawAudit(c *canvas, white, _, accent color.Color) {
	shield := path{{60, 22}, {92, 34}, {92, 58}}.arc(56, 58, 36, 0, 62)
	shield = append(shield, point{60, 99})
	shield = shield.arc(64, 58, 36, 118, 180)
	shield = append(shield, point{28, 34})
	c.fill(white, shield)
	ink := hex("#1e293b", 1)
	c.fill(ink, line(44, 46, 76, 46, 5), line(44, 59, 62, 59, 5))
	c.fill(accent, polyline(6.5, 49, 74, 57, 81, 73, 65)...)
}

// A globe under a lens.
func drawSiteScan(c *canvas, white, soft, accent color.Color) {
	c.fill(soft, ring(54, 54, 28, 5, 0, 359.9), line(28, 45, 80, 45, 4.5), line(28, 63, 80, 63, 4.5), line(54, 28, 54, 80, 4.5))
	c.fill(accent, ring(66, 66, 17, 8, 0, 359.9))
	c.fill(white, circle(66, 66, 13))
	c.fill(accent, line(80, 80, 95, 95, 10))
	c.fill(hex("#134e5e", 1), polyline(5, 59, 66, 64, 71, 73, 61)...)
}

// Angle brackets with a tick between them.
func drawCodeCheck(c *canvas, white, _, accent color.Color) {
	c.fill(white, polyline(8, 42, 40, 24, 60, 42, 80)...)
	c.fill(white, polyline(8, 78, 40, 96, 60, 78, 80)...)
	c.fill(accent, polyline(9, 48, 61, 57, 70, 73, 50)...)
}

// A paper plane and its trail.
func drawReach(c *canvas, white, _, accent color.Color) {
	c.fill(white, polygon(96, 26, 24, 54, 48, 66))
	c.fill(hex("#f7d4ea", 1), polygon(96, 26, 48, 66, 58, 94))
	c.fill(hex("#d79ac4", 1), polygon(48, 66, 51, 90, 58, 74.5))
	c.fill(accent, line(26, 78, 36, 74, 5), line(34, 94, 42, 86, 5))
}
