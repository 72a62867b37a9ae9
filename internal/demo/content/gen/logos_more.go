package main

import "image/color"

// Books on a shelf.
func drawLibrary(c *canvas, white, soft, accent color.Color) {
	c.fill(white, roundRect(30, 32, 14, 50, 3), roundRect(48, 38, 14, 44, 3))
	c.fill(accent, polygon(66, 40, 79, 35, 95, 77, 82, 82))
	c.fill(soft, line(26, 90, 96, 90, 6))
}

// A stack of disks with a pulse.
func drawDBWatch(c *canvas, white, soft, accent color.Color) {
	c.fill(soft, roundRect(32, 62, 56, 28, 10))
	c.fill(white, roundRect(32, 30, 56, 26, 10))
	c.fill(accent, polyline(5, 24, 74, 44, 74, 52, 60, 64, 92, 74, 74, 98, 74)...)
}

// Two boxes and the way from one to the other.
func drawMigration(c *canvas, white, soft, accent color.Color) {
	c.fill(soft, roundRect(22, 60, 32, 32, 6))
	c.fill(white, roundRect(66, 28, 32, 32, 6))
	c.fill(accent, polyline(7, 38, 50, 38, 40, 54, 40)...)
	c.fill(accent, polygon(52, 30, 52, 50, 64, 40))
}

// A pin between brackets.
func drawGeocode(c *canvas, white, _, accent color.Color) {
	c.fill(white, polyline(7, 40, 34, 24, 60, 40, 86)...)
	c.fill(white, polyline(7, 80, 34, 96, 60, 80, 86)...)
	c.fill(accent, circle(60, 52, 15), polygon(47, 60, 73, 60, 60, 84))
	c.fill(white, circle(60, 52, 5.5))
}

// A screen on a stand.
func drawTerminal(c *canvas, white, soft, accent color.Color) {
	c.fill(white, roundRect(22, 30, 76, 46, 7))
	c.fill(accent, roundRect(28, 36, 64, 34, 3))
	c.fill(soft, polygon(52, 76, 68, 76, 72, 92, 48, 92), line(42, 93, 78, 93, 5))
}

// A receipt under a scanning line.
func drawInvoices(c *canvas, white, _, accent color.Color) {
	c.fill(white, polygon(36, 24, 84, 24, 84, 96, 76, 89, 68, 96, 60, 89, 52, 96, 44, 89, 36, 96))
	ink := hex("#7c3aed", 1)
	c.fill(ink, line(46, 40, 74, 40, 5), line(46, 70, 64, 70, 5))
	c.fill(accent, line(24, 55, 96, 55, 6))
}

// One line with stops.
func drawBus(c *canvas, white, soft, accent color.Color) {
	c.fill(white, line(22, 60, 98, 60, 8))
	c.fill(soft, line(40, 34, 40, 60, 5), line(80, 34, 80, 60, 5), line(60, 60, 60, 86, 5))
	c.fill(accent, circle(40, 32, 10), circle(80, 32, 10), circle(60, 88, 10))
}

// A table with one row marked.
func drawAddresses(c *canvas, white, soft, accent color.Color) {
	c.fill(white, roundRect(24, 28, 72, 18, 5))
	c.fill(soft, roundRect(24, 51, 20, 14, 3), roundRect(49, 51, 47, 14, 3), roundRect(24, 84, 20, 12, 3), roundRect(49, 84, 47, 12, 3))
	c.fill(accent, roundRect(24, 68, 72, 13, 3))
}

// A spanner over a list.
func drawRepairs(c *canvas, white, soft, accent color.Color) {
	c.fill(soft, line(30, 36, 62, 36, 6), line(30, 54, 52, 54, 6), line(30, 72, 44, 72, 6))
	c.fill(white, line(58, 84, 84, 54, 11), ring(89, 44, 12, 9, 20, 290))
	c.fill(accent, circle(56, 86, 4.5))
}
