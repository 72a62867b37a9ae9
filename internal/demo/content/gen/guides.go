package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

type text struct{ ZH, EN string }

func (t text) in(lang string) string {
	if lang == "zh" {
		return t.ZH
	}
	return t.EN
}

type sellerFile struct {
	Key     string
	Company text
	Support struct {
		Hours          text
		Hotline, Email string
	}
}

type productFile struct {
	Key, Seller string
	Name        text
}

// writeGuides returns the guide of every product by its key: the Chinese manual, then the English one.
func writeGuides(root string) (map[string][]byte, error) {
	var sellers []sellerFile
	if err := readJSON(filepath.Join(root, "data", "sellers.json"), &sellers); err != nil {
		return nil, err
	}
	products, err := filepath.Glob(filepath.Join(root, "data", "products", "*", "product.json"))
	if err != nil {
		return nil, fmt.Errorf("list products: %w", err)
	}
	out := make(map[string][]byte)
	for _, name := range products {
		var p productFile
		if err := readJSON(name, &p); err != nil {
			return nil, err
		}
		var blocks []block
		for i, lang := range []string{"zh", "en"} {
			source, err := guideSource(root, lang, p, sellers)
			if err != nil {
				return nil, err
			}
			if i > 0 {
				blocks = append(blocks, block{kind: pageBreak})
			}
			blocks = append(blocks, parseGuide(source)...)
		}
		if out[p.Key], err = docx(p.Name.ZH+"使用指南 · "+p.Name.EN+" User Guide", blocks); err != nil {
			return nil, fmt.Errorf("guide of %s: %w", p.Key, err)
		}
	}
	return out, nil
}

// guideSource joins the common chapters with the product's own and fills in names and contacts.
func guideSource(root, lang string, p productFile, sellers []sellerFile) (string, error) {
	var all strings.Builder
	for _, stem := range []string{"common-start", p.Key, "common-end"} {
		b, err := os.ReadFile(filepath.Join(root, "gen", "guides", stem+"."+lang+".md"))
		if err != nil {
			return "", fmt.Errorf("read guide: %w", err)
		}
		all.Write(b)
		all.WriteByte('\n')
	}
	for _, s := range sellers {
		if s.Key == p.Seller {
			return strings.NewReplacer("{product}", p.Name.in(lang), "{hours}", s.Support.Hours.in(lang),
				"{hotline}", s.Support.Hotline, "{email}", s.Support.Email).Replace(all.String()), nil
		}
	}
	return "", fmt.Errorf("guide of %s: unknown seller %q", p.Key, p.Seller)
}

func readJSON(name string, into any) error {
	b, err := os.ReadFile(name)
	if err != nil {
		return fmt.Errorf("read %s: %w", name, err)
	}
	if err := json.Unmarshal(b, into); err != nil {
		return fmt.Errorf("parse %s: %w", name, err)
	}
	return nil
}

type blockKind uint8

const (
	paragraph blockKind = iota
	title
	heading
	step // numbered item; number restarts after every other block
	row  // table row
	pageBreak
)

type block struct {
	kind  blockKind
	text  string
	cells []string
}

// parseGuide reads the small Markdown of the guides: "# ", "## ", "1. ", "| a | b |" and paragraphs, one per line.
func parseGuide(source string) []block {
	var out []block
	for line := range strings.Lines(source) {
		line = strings.TrimSpace(line)
		number, rest, numbered := strings.Cut(line, ". ")
		switch {
		case line == "":
		case strings.HasPrefix(line, "# "):
			out = append(out, block{kind: title, text: line[2:]})
		case strings.HasPrefix(line, "## "):
			out = append(out, block{kind: heading, text: line[3:]})
		case strings.HasPrefix(line, "| "):
			cells := strings.Split(strings.Trim(line, "|"), "|")
			for i := range cells {
				cells[i] = strings.TrimSpace(cells[i])
			}
			out = append(out, block{kind: row, cells: cells})
		case numbered && strings.Trim(number, "0123456789") == "":
			out = append(out, block{kind: step, text: rest})
		default:
			out = append(out, block{kind: paragraph, text: line})
		}
	}
	return out
}
