package seller

import (
	"fmt"
	"strings"

	"github.com/souk-market/souk/internal/blob"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/richtext"
)

// normalised keeps the part of the kind alone, trimmed and sanitised.
func (c ChangeContent) normalised(k ChangeKind) ChangeContent {
	switch k {
	case ChangeInfo:
		f := *c.Info
		for _, s := range []*string{&f.Name.ZH, &f.Name.EN, &f.Website, &f.Logo, &f.Licence, &f.Number, &f.ServicePhone, &f.ServiceEmail,
			&f.Address.Country, &f.Address.Province, &f.Address.City, &f.Address.Detail, &f.Address.Postcode, &f.Tax.Payer, &f.Tax.Number} {
			*s = line(*s)
		}
		f.Profile = i18n.Text{ZH: lines(f.Profile.ZH), EN: lines(f.Profile.EN)}
		return ChangeContent{Info: &f}
	case ChangeStorefront:
		f := *c.Storefront
		f.Media = line(f.Media)
		for _, t := range []*i18n.Text{&f.Profile, &f.Advantages, &f.Vision, &f.Certificates} {
			*t = i18n.Text{ZH: richtext.Clean(t.ZH), EN: richtext.Clean(t.EN)}
		}
		pictures := make([]string, 0, len(f.Pictures))
		for _, p := range f.Pictures {
			if p = line(p); p != "" {
				pictures = append(pictures, p)
			}
		}
		f.Pictures = pictures
		return ChangeContent{Storefront: &f}
	case ChangeContact:
		return ChangeContent{Contact: &Contact{line(c.Contact.Name), line(c.Contact.Phone), line(c.Contact.Email)}}
	case ChangeCompliance:
		return ChangeContent{Letter: &Letter{File: line(c.Letter.File), Name: line(c.Letter.Name)}}
	case ChangeCertificate:
		f := c.Certificate.normalised()
		return ChangeContent{Certificate: &f}
	}
	return ChangeContent{}
}

// ownedFile is a file that a content names.
type ownedFile struct {
	field   string
	id      string
	purpose blob.Purpose
}

// files are the files that a content names, by the form's field.
func (c ChangeContent) files() []ownedFile {
	var out []ownedFile
	add := func(field, id string, p blob.Purpose) {
		if id != "" {
			out = append(out, ownedFile{field, id, p})
		}
	}
	if f := c.Info; f != nil {
		add("logo", f.Logo, blob.PurposeSellerLogo)
		add("licence", f.Licence, blob.PurposeSellerLicence)
	}
	if f := c.Storefront; f != nil {
		add("media", f.Media, blob.PurposeStoreMedia)
		for i, p := range f.Pictures {
			add(fmt.Sprintf("picture_%d", i+1), p, blob.PurposeStoreStory)
		}
	}
	if f := c.Letter; f != nil {
		add("letter", f.File, blob.PurposeCompliance)
	}
	if f := c.Certificate; f != nil {
		add("certificate", f.File, blob.PurposeTechCertificate)
	}
	return out
}

// Names reports whether the content shows a file.
func (c ChangeContent) Names(blobID string) bool {
	for _, f := range c.files() {
		if f.id == blobID {
			return true
		}
	}
	return false
}

// ContentField is one field of a content as it is read. Rich text comes as its plain lines; IsFile marks the id of a file.
type ContentField struct {
	Name, Value string
	IsFile      bool
}

// Fields are all fields of a content, in the order of the form, empty ones too.
func (c ChangeContent) Fields() []ContentField {
	var out []ContentField
	text := func(name, value string) { out = append(out, ContentField{Name: name, Value: value}) }
	file := func(name, value string) { out = append(out, ContentField{Name: name, Value: value, IsFile: true}) }
	both := func(name string, t i18n.Text) { text(name+"_zh", t.ZH); text(name+"_en", t.EN) }
	if f := c.Info; f != nil {
		both("name", f.Name)
		text("legal_name", f.LegalName)
		file("licence", f.Licence)
		text("number", f.Number)
		file("logo", f.Logo)
		text("website", f.Website)
		both("profile", f.Profile)
		text("service_phone", f.ServicePhone)
		text("service_email", f.ServiceEmail)
		text("address_country", f.Address.Country)
		text("address_province", f.Address.Province)
		text("address_city", f.Address.City)
		text("address_detail", f.Address.Detail)
		text("address_postcode", f.Address.Postcode)
		text("tax_payer", f.Tax.Payer)
		text("tax_number", f.Tax.Number)
	}
	if f := c.Storefront; f != nil {
		file("media", f.Media)
		plain := func(name string, t i18n.Text) {
			both(name, i18n.Text{ZH: richtext.Text(t.ZH), EN: richtext.Text(t.EN)})
		}
		plain("profile", f.Profile)
		plain("advantages", f.Advantages)
		plain("vision", f.Vision)
		plain("certificates", f.Certificates)
		for i := range MaxStoryPictures {
			picture := ""
			if i < len(f.Pictures) {
				picture = f.Pictures[i]
			}
			file(fmt.Sprintf("picture_%d", i+1), picture)
		}
	}
	if f := c.Contact; f != nil {
		text("contact_name", f.Name)
		text("contact_phone", f.Phone)
		text("contact_email", f.Email)
	}
	if f := c.Letter; f != nil {
		file("letter", f.File)
	}
	if f := c.Certificate; f != nil {
		text("class", string(f.Class))
		text("product", f.Product)
		text("certificate_number", f.Number)
		text("issued", f.Issued)
		text("until", f.Until)
		file("certificate", f.File)
	}
	return out
}

// FieldDiff is one field that is different. Old and New are as of ContentField.
type FieldDiff struct {
	Name, Old, New string
	IsFile         bool
}

// DiffContents lists what a content changes of what was in force.
func DiffContents(base, content ChangeContent) []FieldDiff {
	before := map[string]string{}
	for _, f := range base.Fields() {
		before[f.Name] = f.Value
	}
	var out []FieldDiff
	for _, f := range content.Fields() {
		if strings.TrimSpace(before[f.Name]) != strings.TrimSpace(f.Value) {
			out = append(out, FieldDiff{f.Name, before[f.Name], f.Value, f.IsFile})
		}
	}
	return out
}
