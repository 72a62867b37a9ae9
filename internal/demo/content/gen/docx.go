package main

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"hash/crc32"
	"strings"
)

const xmlHead = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"

const contentTypes = xmlHead + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
	`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
	`<Default Extension="xml" ContentType="application/xml"/>` +
	`<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>` +
	`<Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/>` +
	`<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>` +
	`</Types>`

const packageRels = xmlHead + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
	`<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>` +
	`<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/>` +
	`</Relationships>`

const documentRels = xmlHead + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
	`<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/>` +
	`</Relationships>`

const wordNS = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"`

// styles name fonts that every office suite can replace; nothing is embedded.
const styles = xmlHead + `<w:styles ` + wordNS + `>` +
	`<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:eastAsia="Microsoft YaHei"/>` +
	`<w:sz w:val="22"/><w:szCs w:val="22"/><w:lang w:val="en-GB" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault>` +
	`<w:pPrDefault><w:pPr><w:spacing w:after="120" w:line="320" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>` +
	`<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>` +
	`<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/><w:basedOn w:val="Normal"/>` +
	`<w:pPr><w:spacing w:before="120" w:after="240"/></w:pPr><w:rPr><w:b/><w:color w:val="1F3A5F"/><w:sz w:val="40"/></w:rPr></w:style>` +
	`<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/>` +
	`<w:pPr><w:keepNext/><w:spacing w:before="320" w:after="120"/><w:outlineLvl w:val="0"/></w:pPr>` +
	`<w:rPr><w:b/><w:color w:val="1F3A5F"/><w:sz w:val="28"/></w:rPr></w:style>` +
	`<w:style w:type="paragraph" w:styleId="Step"><w:name w:val="Step"/><w:basedOn w:val="Normal"/>` +
	`<w:pPr><w:tabs><w:tab w:val="left" w:pos="440"/></w:tabs><w:ind w:left="440" w:hanging="440"/></w:pPr></w:style>` +
	`</w:styles>`

const tableHead = `<w:tbl><w:tblPr><w:tblW w:w="9000" w:type="dxa"/><w:tblBorders>` +
	`<w:top w:val="single" w:sz="4" w:color="B8C2CC"/><w:left w:val="single" w:sz="4" w:color="B8C2CC"/>` +
	`<w:bottom w:val="single" w:sz="4" w:color="B8C2CC"/><w:right w:val="single" w:sz="4" w:color="B8C2CC"/>` +
	`<w:insideH w:val="single" w:sz="4" w:color="B8C2CC"/><w:insideV w:val="single" w:sz="4" w:color="B8C2CC"/></w:tblBorders>` +
	`<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid><w:gridCol w:w="3000"/><w:gridCol w:w="6000"/></w:tblGrid>`

// docx writes blocks as a WordprocessingML document. The parts are stored
// without compression and without times, so that the bytes depend on the text alone.
func docx(name string, blocks []block) ([]byte, error) {
	core := xmlHead + `<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" ` +
		`xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>` + escape(name) + `</dc:title></cp:coreProperties>`
	var buf bytes.Buffer
	z := zip.NewWriter(&buf)
	for _, part := range []struct{ name, body string }{
		{"[Content_Types].xml", contentTypes},
		{"_rels/.rels", packageRels},
		{"word/document.xml", document(blocks)},
		{"word/_rels/document.xml.rels", documentRels},
		{"word/styles.xml", styles},
		{"docProps/core.xml", core},
	} {
		// Raw with sizes up front: some readers refuse stored parts whose sizes come after the data.
		size := uint64(len(part.body))
		w, err := z.CreateRaw(&zip.FileHeader{
			Name: part.name, Method: zip.Store, CRC32: crc32.ChecksumIEEE([]byte(part.body)),
			CompressedSize64: size, UncompressedSize64: size,
		})
		if err != nil {
			return nil, fmt.Errorf("add %s: %w", part.name, err)
		}
		if _, err := w.Write([]byte(part.body)); err != nil {
			return nil, fmt.Errorf("write %s: %w", part.name, err)
		}
	}
	if err := z.Close(); err != nil {
		return nil, fmt.Errorf("close document: %w", err)
	}
	return buf.Bytes(), nil
}

func document(blocks []block) string {
	var b strings.Builder
	b.WriteString(xmlHead + `<w:document ` + wordNS + `><w:body>`)
	number, inTable := 0, false
	for _, bl := range blocks {
		if inTable && bl.kind != row {
			// An empty paragraph keeps two tables apart and lets the last one end the body.
			b.WriteString(`</w:tbl><w:p/>`)
			inTable = false
		}
		if bl.kind != step {
			number = 0
		}
		switch bl.kind {
		case title:
			b.WriteString(para("Title", bl.text, false))
		case heading:
			b.WriteString(para("Heading1", bl.text, false))
		case step:
			number++
			b.WriteString(para("Step", fmt.Sprintf("%d.\t%s", number, bl.text), false))
		case row:
			if !inTable {
				b.WriteString(tableHead)
			}
			writeRow(&b, bl.cells, !inTable)
			inTable = true
		case pageBreak:
			b.WriteString(`<w:p><w:r><w:br w:type="page"/></w:r></w:p>`)
		case paragraph:
			b.WriteString(para("Normal", bl.text, false))
		}
	}
	if inTable {
		b.WriteString(`</w:tbl><w:p/>`)
	}
	b.WriteString(`<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1304" w:right="1440" w:bottom="1304" w:left="1440" ` +
		`w:header="720" w:footer="720" w:gutter="0"/></w:sectPr></w:body></w:document>`)
	return b.String()
}

// writeRow writes two cells; the first row of a table is its heading.
func writeRow(b *strings.Builder, cells []string, first bool) {
	b.WriteString(`<w:tr>`)
	if first {
		b.WriteString(`<w:trPr><w:tblHeader/></w:trPr>`)
	}
	for i, c := range cells {
		fmt.Fprintf(b, `<w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/></w:tcPr>`, 3000*(i+1))
		b.WriteString(para("Normal", c, first))
		b.WriteString(`</w:tc>`)
	}
	b.WriteString(`</w:tr>`)
}

func para(style, s string, bold bool) string {
	props := ""
	if bold {
		props = `<w:rPr><w:b/></w:rPr>`
	}
	var runs strings.Builder
	for i, part := range strings.Split(s, "\t") {
		if i > 0 {
			runs.WriteString(`<w:r><w:tab/></w:r>`)
		}
		runs.WriteString(`<w:r>` + props + `<w:t xml:space="preserve">` + escape(part) + `</w:t></w:r>`)
	}
	return `<w:p><w:pPr><w:pStyle w:val="` + style + `"/></w:pPr>` + runs.String() + `</w:p>`
}

func escape(s string) string {
	var b strings.Builder
	// A strings.Builder never fails.
	_ = xml.EscapeText(&b, []byte(s))
	return b.String()
}
