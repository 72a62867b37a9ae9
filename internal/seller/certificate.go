package seller

import (
	"slices"
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"

	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/i18n"
)

// CertificateClass is what a technical certificate proves; products of a special class ask for one (business-rules 4.13).
type CertificateClass string

// The classes.
const (
	CertificateCompatible CertificateClass = "kunpeng_compatible" // HUAWEI COMPATIBLE
	CertificateEnabled    CertificateClass = "kunpeng_enabled"    // HUAWEI ENABLED
	CertificateHCS        CertificateClass = "hcs"                // HCS solution certificate
	CertificateIoT        CertificateClass = "iot"                // IoT OpenLab
	CertificateAscend     CertificateClass = "ascend"
)

// CertificateClasses are all classes.
func CertificateClasses() []CertificateClass {
	return []CertificateClass{CertificateCompatible, CertificateEnabled, CertificateHCS, CertificateIoT, CertificateAscend}
}

// Plan is the partner plan that the class belongs to (business-rules 3.3, 4.13); "" when it needs none.
func (c CertificateClass) Plan() Plan {
	switch c {
	case CertificateCompatible, CertificateEnabled:
		return PlanDeveloper
	case CertificateHCS:
		return PlanHCS
	default:
		return ""
	}
}

// Name is the class's name.
func (c CertificateClass) Name() i18n.Text {
	switch c {
	case CertificateCompatible:
		return i18n.Text{ZH: "鲲鹏技术认证（HUAWEI COMPATIBLE）", EN: "Kunpeng technical certificate (HUAWEI COMPATIBLE)"}
	case CertificateEnabled:
		return i18n.Text{ZH: "鲲鹏技术认证（HUAWEI ENABLED）", EN: "Kunpeng technical certificate (HUAWEI ENABLED)"}
	case CertificateHCS:
		return i18n.Text{ZH: "混合云（HCS）解决方案认证", EN: "Hybrid cloud (HCS) solution certificate"}
	case CertificateIoT:
		return i18n.Text{ZH: "IoT OpenLab 认证", EN: "IoT OpenLab certificate"}
	case CertificateAscend:
		return i18n.Text{ZH: "昇腾技术认证", EN: "Ascend technical certificate"}
	}
	return i18n.Text{}
}

// Certificate is a technical certificate as a seller hands it in. Days are written 2026-01-31; Until is the last day on
// which it holds, "" when it holds for ever.
type Certificate struct {
	Class   CertificateClass `json:"class"`
	Product string           `json:"product"` // the name that was certified
	Number  string           `json:"number"`
	Issued  string           `json:"issued"`
	Until   string           `json:"until"`
	File    string           `json:"file"` // id of a file, purpose tech_certificate
	Name    string           `json:"name"` // of the file
}

// The most that a certificate says.
const (
	maxCertified = 100 // characters of the product's name
	maxNumber    = 64  // characters
)

func (c Certificate) normalised() Certificate {
	c.Class = CertificateClass(line(string(c.Class)))
	for _, s := range []*string{&c.Product, &c.Number, &c.Issued, &c.Until, &c.File, &c.Name} {
		*s = line(*s)
	}
	return c
}

// topic tells certificates apart: class and number, however the number is written.
func (c Certificate) topic() string {
	number := strings.ToUpper(norm.NFKC.String(c.Number))
	return string(c.Class) + "/" + strings.Join(strings.Fields(number), "")
}

// HoldsOn reports whether the certificate has not run out at an instant.
func (c Certificate) HoldsOn(at time.Time) bool { return c.Until == "" || dateText(at) <= c.Until }

// check names every field that breaks a rule.
func (c Certificate) check(now time.Time, bad *apperr.Fields) {
	if !slices.Contains(CertificateClasses(), c.Class) {
		bad.Add("class", ErrChoiceMissing)
	}
	switch {
	case c.Product == "":
		bad.Add("product", ErrFieldMissing)
	case !within(c.Product, 2, maxCertified):
		bad.Add("product", errTooLong.With("max", maxCertified))
	}
	if !within(c.Number, 3, maxNumber) {
		bad.Add("certificate_number", errCertificateNumber.With("max", maxNumber))
	}
	issued, ok := day(c.Issued)
	switch {
	case c.Issued == "":
		bad.Add("issued", ErrFieldMissing)
	case !ok || issued.After(now) || issued.Year() < 2000:
		bad.Add("issued", errDate)
	}
	if c.Until != "" {
		until, ok := day(c.Until)
		switch {
		case !ok || !until.After(issued):
			bad.Add("until", errCertificateUntil)
		case !c.HoldsOn(now):
			bad.Add("until", errCertificateExpired)
		}
	}
	if c.File == "" {
		bad.Add("certificate", ErrFieldMissing)
	}
}
