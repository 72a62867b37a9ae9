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
	return out, showcaseGuides(root, sellers, out)
}

// showcaseGuides adds the guides of the products that are no SaaS: their own steps, then where to ask.
func showcaseGuides(root string, sellers []sellerFile, out map[string][]byte) error {
	products, err := showcases(root)
	if err != nil {
		return err
	}
	for _, p := range products {
		var blocks []block
		for i, lang := range []string{"zh", "en"} {
			words := map[string][]string{"zh": {"使用指南", "使用步骤", "获取帮助", "服务时间", "服务热线", "支持邮箱"},
				"en": {" user guide", "Step by step", "Help", "Hours", "Telephone", "E-mail"}}[lang]
			if i > 0 {
				blocks = append(blocks, block{kind: pageBreak})
			}
			blocks = append(blocks, block{kind: title, text: p.Name.in(lang) + words[0]})
			for _, s := range p.Sections {
				blocks = append(blocks, block{kind: heading, text: s.Title.in(lang)}, block{kind: paragraph, text: s.Text.in(lang)})
			}
			blocks = append(blocks, block{kind: heading, text: words[1]})
			for _, g := range p.Guide {
				blocks = append(blocks, block{kind: step, text: g.in(lang)})
			}
			blocks = append(blocks, block{kind: heading, text: words[2]})
			for _, s := range sellers {
				if s.Key == p.Seller {
					blocks = append(blocks, block{kind: row, cells: []string{words[3], s.Support.Hours.in(lang)}},
						block{kind: row, cells: []string{words[4], s.Support.Hotline}}, block{kind: row, cells: []string{words[5], s.Support.Email}})
				}
			}
		}
		if out[p.Key], err = docx(p.Name.ZH+"使用指南 · "+p.Name.EN+" User Guide", blocks); err != nil {
			return fmt.Errorf("guide of %s: %w", p.Key, err)
		}
	}
	return nil
}

// showcaseFile is what the generator reads of a product that is no SaaS.
type showcaseFile struct {
	productFile
	Sections []struct{ Title, Text text }
	Guide    []text
}

func showcases(root string) ([]showcaseFile, error) {
	names, err := filepath.Glob(filepath.Join(root, "data", "products", "*", "showcase.json"))
	if err != nil {
		return nil, fmt.Errorf("list products: %w", err)
	}
	out := make([]showcaseFile, len(names))
	for i, name := range names {
		if err := readJSON(name, &out[i]); err != nil {
			return nil, err
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
