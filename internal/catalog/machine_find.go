package catalog

import (
	"fmt"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/souk-market/souk/internal/kernel/i18n"
)

// findings are what the checks say; a check without a fault says that, too.
func (l looked) findings() []Finding {
	fields := map[string]shown{}
	for _, f := range l.content.shown() {
		fields[f.field] = f
	}
	var out []Finding
	for _, check := range []struct {
		name string
		find func() []Finding
		fine i18n.Text
	}{
		{CheckForm, l.findForm, said("表单校验项全部通过。", "All rules of the form hold.")},
		{CheckName, l.findName, said("未发现与其他商家在售商品同名或形近的名称。", "No product of another seller has this name, or one that looks like it.")},
		{CheckCharacters, l.findCharacters, said("各项文字中没有不可见字符。", "No text holds an invisible character.")},
		{CheckLinks, l.findLinks, l.fineLinks()},
		{CheckGuide, l.findGuide, l.fineGuide()},
		{CheckPictures, l.findPictures, said("商品图标、主图与说明图片共 {n} 张，均可正常显示。", "Logo, main images and the pictures of texts can be seen: {n}.", "n", len(l.pictures))},
		{CheckClaims, l.findClaims, said("未发现绝对化用语。", "No superlative of advertising was found.")},
		{CheckPersonal, l.findPersonal, said("未发现手机号码或身份证号码。", "No mobile number and no identity number was found.")},
		{CheckCertificate, l.findCertificate, l.fineCertificate()},
	} {
		found := check.find()
		if len(found) == 0 && !check.fine.Empty() {
			found = []Finding{{Severity: Fine, Text: check.fine}}
		}
		for _, f := range found {
			f.Check = check.name
			if at, ok := fields[f.Field]; ok {
				f.Label, f.Index = "catalog.field."+at.label, at.index
			}
			out = append(out, f)
		}
	}
	return out
}

// said is a text in both languages with its places filled in; an i18n.Text among the values is in each language.
func said(zh, en string, kv ...any) i18n.Text {
	fill := func(text, lang string) string {
		var pairs []string
		for i := 0; i+1 < len(kv); i += 2 {
			value := fmt.Sprint(kv[i+1])
			if t, ok := kv[i+1].(i18n.Text); ok {
				value = t.In(lang)
			}
			pairs = append(pairs, "{"+fmt.Sprint(kv[i])+"}", value)
		}
		return strings.NewReplacer(pairs...).Replace(text)
	}
	return i18n.Text{ZH: fill(zh, i18n.ZH), EN: fill(en, i18n.EN)}
}

// findForm is what Submit would refuse: the one check that blocks.
func (l looked) findForm() []Finding {
	var out []Finding
	for field, e := range l.form {
		out = append(out, Finding{Severity: Blocks, Field: field, Text: textOfError(e)})
	}
	slices.SortFunc(out, func(a, b Finding) int { return strings.Compare(a.Field, b.Field) })
	return out
}

// findName tells similar names of other sellers (business-rules 4.4). A hidden product is not named.
func (l looked) findName() []Finding {
	var out []Finding
	for _, o := range l.alike {
		if o.hidden {
			out = append(out, Finding{Severity: LookAt, Field: "name_zh", Text: said("与另一商家未公开销售的商品名称相同或形近，请更换名称，或确认有权使用该名称。",
				"A product of another seller that is not sold publicly has this name or one that looks like it. Choose another, or make sure that you may use it.")})
			continue
		}
		out = append(out, Finding{Severity: LookAt, Field: "name_zh", Text: said("与另一商家的商品“{name}”（{id}）名称相同或形近，请更换名称，或确认有权使用该名称。",
			"“{name}” of another seller ({id}) has this name or one that looks like it. Choose another, or make sure that you may use it.", "name", o.name, "id", o.productID)})
	}
	return out
}

// findCharacters finds what nobody sees in long texts; in names the form refuses it. One finding for each field is enough.
func (l looked) findCharacters() []Finding {
	var out []Finding
	for _, f := range l.texts() {
		if f.name {
			continue
		}
		if r, found := firstInvisible(f.text); found {
			out = append(out, Finding{Severity: LookAt, Field: f.field, Text: said("文字中有不可见字符 {code}，可能隐藏内容或改变文字方向，请删除后重新输入。",
				"There is the invisible character {code}, which can hide text or turn its direction. Delete it and type the text anew.", "code", fmt.Sprintf("U+%04X", r))})
		}
	}
	return out
}

func (l looked) findLinks() []Finding {
	var out []Finding
	for _, x := range l.links {
		var text i18n.Text
		switch x.fault {
		case "":
			continue
		case linkGone:
			text = said("链接 {url} 指向的页面不存在，请更正或删除。", "There is no page at {url}. Correct the link or take it out.", "url", x.url)
		case linkRefused:
			text = said("链接 {url} 不是可公开访问的地址，请更正或删除。", "{url} is no public address. Correct the link or take it out.", "url", x.url)
		default:
			text = said("检查时链接 {url} 没有响应，请确认买家可以打开。", "{url} did not answer when it was tried. Make sure that buyers can open it.", "url", x.url)
		}
		out = append(out, Finding{Severity: LookAt, Field: x.field, Text: text})
	}
	if l.unasked > 0 {
		out = append(out, Finding{Severity: LookAt, Text: said("链接较多，另有 {n} 个未检查，请人工确认。", "There are many links; {n} more were not tried. Look at them.", "n", l.unasked)})
	}
	return out
}

func (l looked) fineLinks() i18n.Text {
	if len(l.links) == 0 {
		return said("商品说明与服务协议中没有外部链接。", "Introduction and agreement link to no page outside.")
	}
	return said("{n} 个链接均可打开。", "All links lead somewhere: {n}.", "n", len(l.links))
}

func (l looked) findPictures() []Finding {
	var out []Finding
	for _, p := range l.pictures {
		var text i18n.Text
		switch p.fault {
		case "":
			continue
		case pictureMissing:
			text = said("图片文件不存在，请重新上传。", "The file of this picture is not there. Upload it again.")
		case pictureBroken:
			text = said("图片无法显示，请另存为 PNG 或 JPG 后重新上传。", "This picture cannot be drawn. Save it as PNG or JPG and upload it again.")
		case pictureBlank:
			text = said("图片只有一种颜色，请上传能展示商品的图片。", "This picture is of one colour. Upload one that shows the product.")
		case pictureGround:
			text = said("商品图标的背景不是白色或透明，请更换。", "The background of a logo has to be white or transparent. Change it.")
		}
		out = append(out, Finding{Severity: LookAt, Field: p.field, Text: text})
	}
	return out
}

// doubtfulClaims are words that the Advertising Law forbids where they praise, and that are as often harmless: the form lets them
// pass, and a person looks (claims.go).
var doubtfulClaims = regexp.MustCompile(`第一(?:品牌|名|选择|梯队)|唯一(?:的)?(?:产品|平台|选择|官方)|首家|首创|首选|独家|领先|最[优快全稳强好佳]|顶尖|绝对|永久|百分之?百|100 ?%`)

// findClaims finds forbidden words where the form does not look for them, and doubtful ones everywhere (business-rules 4.4).
func (l looked) findClaims() []Finding {
	var out []Finding
	for _, f := range l.texts() {
		if _, refused := l.form[f.field]; refused {
			continue
		}
		if word := bannedWord(f.text); word != "" {
			out = append(out, Finding{Severity: LookAt, Field: f.field, Text: said("“{word}”属于广告法禁用的绝对化用语，请改为客观描述。",
				"The Advertising Law forbids “{word}”. Describe what the product does instead.", "word", word)})
			continue
		}
		if word := doubtfulClaims.FindString(fold(f.text)); word != "" {
			out = append(out, Finding{Severity: LookAt, Field: f.field, Text: said("“{word}”可能属于绝对化用语，请确认有事实依据。",
				"“{word}” may be a superlative of advertising. Make sure that there is proof.", "word", word)})
		}
	}
	return out
}

var (
	mobileNumber   = regexp.MustCompile(`(?:^|[^0-9])(?:\+?86[ -]?)?(1[3-9][0-9][ -]?[0-9]{4}[ -]?[0-9]{4})(?:[^0-9]|$)`)
	identityNumber = regexp.MustCompile(`(?:^|[^0-9A-Za-z])([1-9][0-9]{16}[0-9Xx])(?:[^0-9A-Za-z]|$)`)
)

// findPersonal finds mobile and identity numbers that are not masked (business-rules 4.4, 13.1). They are shown masked here.
func (l looked) findPersonal() []Finding {
	var out []Finding
	for _, f := range l.texts() {
		plain := norm.NFKC.String(f.text)
		if m := mobileNumber.FindStringSubmatch(plain); m != nil {
			out = append(out, Finding{Severity: LookAt, Field: f.field, Text: said("疑似手机号码 {number} 未脱敏，请删除或以 * 遮盖。",
				"{number} looks like a mobile number. Take it out or mask it with *.", "number", masked(m[1]))})
		}
		for _, m := range identityNumber.FindAllStringSubmatch(plain, -1) {
			if validIdentity(m[1]) {
				out = append(out, Finding{Severity: LookAt, Field: f.field, Text: said("疑似身份证号码 {number} 未脱敏，请删除或以 * 遮盖。",
					"{number} looks like an identity number. Take it out or mask it with *.", "number", masked(m[1]))})
				break
			}
		}
	}
	return out
}

// masked keeps the ends of a number.
func masked(number string) string {
	digits := strings.NewReplacer(" ", "", "-", "").Replace(number)
	return digits[:3] + strings.Repeat("*", len(digits)-5) + digits[len(digits)-2:]
}

// validIdentity reports whether 17 digits and a check character are a resident identity number (GB 11643-1999): a date of birth, and
// a check by ISO 7064, MOD 11-2.
func validIdentity(number string) bool {
	if born, err := time.Parse("20060102", number[6:14]); err != nil || born.Year() < 1900 {
		return false
	}
	sum := 0
	for i, weight := range []int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2} {
		digit, _ := strconv.Atoi(number[i : i+1]) // the pattern says that it is one
		sum += digit * weight
	}
	return "10X98765432"[sum%11] == strings.ToUpper(number)[17]
}

// findCertificate compares the name of the product with that of the file of its certificate (business-rules 4.4: the certificate
// says the name of the product). It is a hint: what the file says is for the reviewer.
func (l looked) findCertificate() []Finding {
	file := l.content.Copyright.Name
	t, ok := l.content.Delivery.Type()
	if !ok || !t.Software || l.content.Copyright.Blob == "" {
		return nil
	}
	name := skeletonStem(l.content.Name.ZH)
	if name == "" || strings.Contains(skeleton(strings.TrimSuffix(file, path.Ext(file))), name) {
		return nil
	}
	return []Finding{{Severity: LookAt, Field: "copyright", Text: said("证书文件名为“{file}”，其中没有商品名称，请核对证书上的软件名称与商品名称是否一致。",
		"The file is called “{file}”, which does not name the product. See whether the certificate says the name of the product.", "file", file)}}
}

func (l looked) fineCertificate() i18n.Text {
	if t, ok := l.content.Delivery.Type(); !ok || !t.Software || l.content.Copyright.Blob == "" {
		return i18n.Text{} // it needs none, or the form says that it is missing
	}
	return said("证书文件名与商品名称一致，证书内容仍需人工核对。", "The file of the certificate names the product; read what it says.")
}

// fieldText is a text that a seller wrote, as people read it; name says that it is the name of the product or of a spec.
type fieldText struct {
	field, text string
	name        bool
}

// texts are all texts that a seller wrote but what is not for buyers to read: addresses, codes, and where to send and ask.
func (l looked) texts() []fieldText {
	var out []fieldText
	for _, f := range l.content.shown() {
		switch {
		case slices.Contains([]string{"support_phone", "support_email", "production_url", "logo", "guide", "category", "delivery", "family", "public"}, f.field),
			strings.HasPrefix(f.field, "images_"), strings.HasPrefix(f.field, "hardware_return_"), strings.HasPrefix(f.field, "api_"):
			continue
		}
		text := f.value.ZH
		if f.value.EN != text {
			text += "\n" + f.value.EN
		}
		if strings.ContainsFunc(text, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) {
			name := slices.Contains([]string{"name_zh", "name_en", "spec.name_zh", "spec.name_en"}, f.label)
			out = append(out, fieldText{f.field, text, name})
		}
	}
	return out
}
