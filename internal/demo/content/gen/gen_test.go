package main

import (
	"bytes"
	"image/png"
	"os"
	"path/filepath"
	"testing"
)

func TestCommittedGuidesAreWhatTheSourcesSay(t *testing.T) {
	t.Parallel()
	guides, err := writeGuides("..")
	if err != nil {
		t.Fatal(err)
	}
	for key, want := range guides {
		if got := committed(t, key, "guide.docx"); !bytes.Equal(got, want) {
			t.Errorf("guide of %s is stale: run go generate ./internal/demo/content", key)
		}
	}
}

// Pixels are compared, not bytes: the compressor may change between Go releases,
// and other processors round the last bit of an edge differently.
func TestCommittedLogosAreWhatTheSourcesDraw(t *testing.T) {
	t.Parallel()
	logos, err := drawLogos()
	if err != nil {
		t.Fatal(err)
	}
	for key, want := range logos {
		a, err := png.Decode(bytes.NewReader(committed(t, key, "logo.png")))
		if err != nil {
			t.Fatal(err)
		}
		b, err := png.Decode(bytes.NewReader(want))
		if err != nil {
			t.Fatal(err)
		}
		for i := range logoSize * logoSize {
			x, y := i%logoSize, i/logoSize
			r1, g1, b1, a1 := a.At(x, y).RGBA()
			r2, g2, b2, a2 := b.At(x, y).RGBA()
			if far(r1, r2) || far(g1, g2) || far(b1, b2) || far(a1, a2) {
				t.Errorf("logo of %s is stale at %d,%d: run go generate ./internal/demo/content", key, x, y)
				break
			}
		}
	}
}

func far(a, b uint32) bool { return max(a, b)-min(a, b) > 3*257 }

func committed(t *testing.T, key, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("..", "data", "products", key, name))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestTheGuideMarkupIsReadLineByLine(t *testing.T) {
	t.Parallel()
	got := parseGuide("# Title\n\n## 1 Chapter\n1. first\n2. second\n| a | b |\nPlain 1.5 text\n")
	want := []blockKind{title, heading, step, step, row, paragraph}
	if len(got) != len(want) {
		t.Fatalf("got %d blocks, want %d: %+v", len(got), len(want), got)
	}
	for i, b := range got {
		if b.kind != want[i] {
			t.Errorf("block %d: got kind %d, want %d", i, b.kind, want[i])
		}
	}
	if got[3].text != "second" || len(got[4].cells) != 2 || got[4].cells[1] != "b" {
		t.Errorf("got step %q and row %q", got[3].text, got[4].cells)
	}
}
