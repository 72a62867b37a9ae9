package demo

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"slices"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/blob"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/demo/content"
	"github.com/souk-market/souk/internal/seller"
)

// Specimen is a file of a purpose for a product that is not there in truth: small, and of the right form.
func Specimen(purpose string, p content.Product) (name string, data []byte, err error) {
	switch purpose {
	case catalog.PurposeCopyright:
		return p.Copyright.Name, p.Copyright.Data, nil
	case catalog.PurposePackage:
		data, err = zipped("bin/"+p.Key, "#!/bin/sh\nexec ./"+p.Key+"\n", "scripts/install.sh", "#!/bin/sh\nset -eu\ncp -r bin /opt/"+p.Key+"\n", "README.txt", p.Name.EN+"\n")
		return p.Key + "-package.zip", data, err
	case catalog.PurposeTemplate: // open-apis F2
		data, err = zipped("main.tf", "resource \"huaweicloud_compute_instance\" \"app\" {\n  name = var.name\n}\n", "variables.tf", "variable \"name\" {\n  type = string\n}\n",
			"outputs.tf", "output \"id\" {\n  value = huaweicloud_compute_instance.app.id\n}\n", "versions.tf", "terraform {\n  required_version = \">= 1.5\"\n}\n")
		return p.Key + "-template.zip", data, err
	case catalog.PurposeSample:
		data, err = zipped("sample.csv", "code,name,parent,from,to\n110000,北京市,,1949-10-01,\n110101,东城区,110000,2010-07-01,\n")
		return p.Key + "-sample.zip", data, err
	case catalog.PurposeTestReport:
		return p.Key + "-report.pdf", paper("Image test report: " + p.Key + ", no finding of CVSS 7.0 or more (specimen)"), nil
	}
	return "", nil, fmt.Errorf("no specimen for %s", purpose)
}

// Certificate is the software copyright certificate of one product, told apart by what it is of: plain letters.
func Certificate(of string) content.File {
	return content.File{Name: "copyright.pdf", Type: "application/pdf", Data: paper("Software copyright certificate of " + of + " (specimen)")}
}

// zipped packs names and texts in turn.
func zipped(pairs ...string) ([]byte, error) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i+1 < len(pairs); i += 2 {
		w, err := z.Create(pairs[i])
		if err != nil {
			return nil, err
		}
		if _, err := w.Write([]byte(pairs[i+1])); err != nil {
			return nil, err
		}
	}
	err := z.Close()
	return b.Bytes(), err
}

// paper is a PDF of one line of plain letters.
func paper(line string) []byte {
	text := "BT /F1 12 Tf 72 720 Td (" + line + ") Tj ET"
	objects := []string{"<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
		"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
		fmt.Sprintf("<< /Length %d >>\nstream\n%s\nendstream", len(text), text), "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"}
	var b bytes.Buffer
	b.WriteString("%PDF-1.4\n")
	offsets := make([]int, len(objects))
	for i, o := range objects {
		offsets[i] = b.Len()
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	table := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, at := range offsets {
		fmt.Fprintf(&b, "%010d 00000 n \n", at)
	}
	fmt.Fprintf(&b, "trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, table)
	return b.Bytes()
}

// shows reports whether a seller has a product of a delivery type in the showcase. What does not fit the catalogue is told when it
// is published.
func shows(c content.Content, by content.Seller, d catalog.Delivery) bool {
	return slices.ContainsFunc(c.Showcase, func(p content.Product) bool {
		doc, err := Form(p, "")
		return err == nil && p.Seller == by.Key && doc.Delivery == d
	})
}

// letters hand in the data compliance letter of each seller that sells data, and approve it (business-rules 13.1).
func (r Rooms) letters(ctx context.Context, c content.Content, s Seeded, operator Login) error {
	for _, x := range c.Sellers {
		if !shows(c, x, catalog.DeliveryDataAsset) {
			continue
		}
		owner := s.by(func(l Login) bool { return l.seller == x.Key })
		file, err := r.Blobs.Put(ctx, blob.PutInput{Owner: owner.ID, Purpose: blob.PurposeCompliance, Name: "数据合规承诺函.pdf",
			Reader: bytes.NewReader(paper("Data compliance letter of " + x.Key + " (specimen)"))})
		if err != nil {
			return err
		}
		letter, err := r.Sellers.UploadLetter(ctx, seller.UploadLetterInput{Actor: owner.actor, File: file.ID})
		if err != nil {
			return fmt.Errorf("letter of seller %s: %w", x.Key, err)
		}
		if _, err := r.Sellers.ApproveChange(ctx, seller.ChangeReviewInput{Actor: operator.actor, ChangeID: letter.ID, Rev: letter.Rev,
			Checklist: seller.ChangeChecklist(letter.Kind)}); err != nil {
			return fmt.Errorf("letter of seller %s: %w", x.Key, err)
		}
	}
	return nil
}

// hardware puts the sellers that sell hardware on the list of those who may (business-rules 4.6).
func (r Rooms) hardware(ctx context.Context, c content.Content, s Seeded, operator Login) error {
	for _, x := range c.Sellers {
		if !shows(c, x, catalog.DeliveryHardware) {
			continue
		}
		owner := s.by(func(l Login) bool { return l.seller == x.Key })
		own, err := r.Sellers.MyRecord(ctx, owner.actor)
		if err != nil {
			return err
		}
		if _, err := r.Sellers.SetHardware(ctx, seller.SetHardwareInput{Actor: operator.actor, SellerID: own.Seller.ID, Rev: own.Standing.Rev, Allowed: true,
			Reason: "供货、物流与售后能力已核实"}); err != nil {
			return fmt.Errorf("hardware of seller %s: %w", x.Key, err)
		}
	}
	return nil
}

// grouped names a group of interfaces for each spec of an API product: specs have ids only once they are stored.
func (r Rooms) grouped(ctx context.Context, owner account.Actor, p content.Product, d catalog.Draft) (catalog.Draft, error) {
	if d.Content.API == nil {
		return d, nil
	}
	for i, x := range d.Content.Specs {
		d.Content.API.Groups = append(d.Content.API.Groups, catalog.APIGroup{Spec: x.ID, Group: fmt.Sprintf("%s-%d", p.Key, i+1)})
	}
	return r.Catalog.SaveDraft(ctx, catalog.SaveDraftInput{Actor: owner, ApplicationID: d.ID, Rev: d.Rev, Content: d.Content})
}
