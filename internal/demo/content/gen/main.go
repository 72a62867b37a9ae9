// Command gen draws the logos and main images and writes the user guides of the demo's products
// into data/products. Its output is committed and depends on nothing but its
// own sources, so a second run leaves no diff.
package main

import (
	"fmt"
	"os"
	"path/filepath"
)

func main() {
	root := "."
	if len(os.Args) > 1 {
		root = os.Args[1]
	}
	if err := run(root); err != nil {
		fmt.Fprintln(os.Stderr, "gen:", err)
		os.Exit(1)
	}
}

// run writes the files below root, which is the folder of package content.
func run(root string) error {
	logos, err := drawLogos()
	if err != nil {
		return err
	}
	guides, err := writeGuides(root)
	if err != nil {
		return err
	}
	whole, detail, err := drawPictures()
	if err != nil {
		return err
	}
	certificates, err := writeCertificates(root)
	if err != nil {
		return err
	}
	for name, set := range map[string]map[string][]byte{"copyright.docx": certificates, "logo.png": logos, "guide.docx": guides, "picture.jpg": whole, "detail.jpg": detail} {
		for key, data := range set {
			path := filepath.Join(root, "data", "products", key, name)
			if err := os.WriteFile(path, data, 0o644); err != nil {
				return fmt.Errorf("write %s: %w", path, err)
			}
		}
	}
	return nil
}
