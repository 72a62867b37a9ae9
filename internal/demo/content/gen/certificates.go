package main

import (
	"fmt"
	"path/filepath"
	"strings"
)

// writeCertificates returns a specimen of a software copyright certificate for every product by its key (business-rules 4.4).
func writeCertificates(root string) (map[string][]byte, error) {
	var sellers []sellerFile
	if err := readJSON(filepath.Join(root, "data", "sellers.json"), &sellers); err != nil {
		return nil, err
	}
	companies := map[string]text{}
	for _, s := range sellers {
		companies[s.Key] = s.Company
	}
	out := make(map[string][]byte)
	names, err := filepath.Glob(filepath.Join(root, "data", "products", "*", "*.json"))
	if err != nil {
		return nil, fmt.Errorf("list products: %w", err)
	}
	for _, name := range names {
		var p productFile
		if err := readJSON(name, &p); err != nil {
			return nil, err
		}
		owner := companies[p.Seller]
		blocks := []block{
			{kind: title, text: "计算机软件著作权登记证书（样本）"}, {kind: paragraph, text: "Software copyright certificate (specimen)"},
			{kind: row, cells: []string{"软件名称", p.Name.ZH + " / " + p.Name.EN}}, {kind: row, cells: []string{"著作权人", owner.ZH + " / " + owner.EN}},
			{kind: row, cells: []string{"登记号", "DEMO-SR-" + strings.ToUpper(p.Key)}},
			{kind: paragraph, text: "本样本由演示程序生成，不具有法律效力。 Made for the demo, without legal force."},
		}
		if out[p.Key], err = docx(p.Name.ZH+"软件著作权证书", blocks); err != nil {
			return nil, fmt.Errorf("certificate of %s: %w", p.Key, err)
		}
	}
	return out, nil
}
