package content

import (
	"encoding/json"
	"fmt"
	"html"
	"io/fs"
	"strings"

	"github.com/souk-market/souk/internal/kernel/i18n"
)

// showcaseOrder names the folders of the products that are no SaaS, one of each delivery type, in the order of the types.
func showcaseOrder() []string {
	return []string{"library", "dbwatch", "migration", "geocode", "terminal", "invoices", "bus", "addresses", "repairs"}
}

// showcaseFile is showcase.json: a product with its introduction in sections, and the steps of its user guide.
type showcaseFile struct {
	Key        string          `json:"key"`
	Seller     string          `json:"seller"`
	Category   string          `json:"category"`
	Name       i18n.Text       `json:"name"`
	Overview   i18n.Text       `json:"overview"`
	Highlights []i18n.Text     `json:"highlights"`
	Sections   []section       `json:"sections"`
	Guide      []i18n.Text     `json:"guide"`
	Specs      []PlanSpec      `json:"specs"`
	Content    json.RawMessage `json:"content"`
}

type section struct {
	Title i18n.Text `json:"title"`
	Text  i18n.Text `json:"text"`
}

func loadShowcase(data fs.FS, key string, sellers map[string]Seller) (Product, error) {
	dir := "products/" + key + "/"
	var f showcaseFile
	if err := readJSON(data, dir+"showcase.json", &f); err != nil {
		return Product{}, err
	}
	seller, ok := sellers[f.Seller]
	if !ok {
		return Product{}, fmt.Errorf("demo product %s: unknown seller %q", key, f.Seller)
	}
	r := reader{data: data}
	terms := r.html("terms/showcase")
	p := Product{Key: f.Key, Seller: f.Seller, Category: f.Category, Name: f.Name, Overview: f.Overview, Highlights: f.Highlights, Support: seller.Support,
		More: f.Specs, Extras: f.Content, Logo: r.bytes(dir + "logo.png"), Pictures: [][]byte{r.bytes(dir + "picture.jpg"), r.bytes(dir + "detail.jpg")},
		Copyright:    File{Name: f.Name.ZH + "软件著作权证书.docx", Type: docxType, Data: r.bytes(dir + "copyright.docx")},
		Guide:        File{Name: f.Name.ZH + "使用指南.docx", Type: docxType, Data: r.bytes(dir + "guide.docx")},
		Introduction: i18n.Text{ZH: f.introduction(i18n.ZH), EN: f.introduction(i18n.EN)}}
	p.ServiceTerms = i18n.Text{ZH: fillTerms(terms.ZH, i18n.ZH, p, seller, "", ""), EN: fillTerms(terms.EN, i18n.EN, p, seller, "", "")}
	return p, r.err
}

// introduction is the sections, the steps of the guide, and where to ask.
func (f showcaseFile) introduction(lang string) string {
	steps, ask := "使用步骤", "购买前如需确认环境、数量或交付时间，请通过商品页的服务热线或邮箱联系我们，工作时间内会有专人答复。订单支付后可在买家中心查看进度，交付过程中的文件与沟通记录都会保留，便于日后查询。使用中遇到问题，请说明现象与发生的时间，我们会尽快处理。"
	if lang == i18n.EN {
		steps, ask = "Step by step", "Ask us by telephone or mail before you buy about environments, numbers or dates; somebody answers during working hours. After the payment, follow the order in the buyer centre, where files and messages are kept. When something does not work, say what you saw and when."
	}
	var b strings.Builder
	for i, s := range f.Sections {
		level := "h3"
		if i == 0 {
			level = "h2"
		}
		fmt.Fprintf(&b, "<%s>%s</%s>\n<p>%s</p>\n", level, html.EscapeString(s.Title.In(lang)), level, html.EscapeString(s.Text.In(lang)))
	}
	fmt.Fprintf(&b, "<h3>%s</h3>\n<ol>\n", steps)
	for _, g := range f.Guide {
		fmt.Fprintf(&b, "<li>%s</li>\n", html.EscapeString(g.In(lang)))
	}
	fmt.Fprintf(&b, "</ol>\n<p>%s</p>\n", ask)
	return b.String()
}
