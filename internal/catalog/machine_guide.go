package catalog

import (
	"context"
	"io"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/document"
	"github.com/souk-market/souk/internal/kernel/i18n"
)

// lookedGuide is the user guide and what a program can read of it.
type lookedGuide struct {
	there bool
	said  document.Said
}

const (
	maxGuideBytes = 21 << 20 // uploads end at 20 MB
	maxHosts      = 8        // hosts that are told
)

// lookGuide reads the user guide. The form says when there is none.
func (s *Service) lookGuide(ctx context.Context, c Content) (lookedGuide, error) {
	if s.uploads == nil || c.Guide.Blob == "" {
		return lookedGuide{}, nil
	}
	file, err := s.uploads.OpenUpload(ctx, c.Guide.Blob)
	if err != nil {
		if apperr.Of(err).Kind == apperr.Internal {
			return lookedGuide{}, err
		}
		return lookedGuide{}, nil
	}
	defer func() { _ = file.Close() }()
	raw, err := io.ReadAll(io.LimitReader(file, maxGuideBytes))
	if err != nil {
		return lookedGuide{}, err
	}
	return lookedGuide{true, document.Read(c.Guide.Name, raw)}, nil
}

// hosts are the hosts that the guide leads to, without the product's own.
func (l looked) hosts() []string {
	own := hostOf(l.content.ProductionURL)
	var out []string
	for _, address := range l.guide.said.Addresses {
		if host := hostOf(address); host != "" && host != own && !slices.Contains(out, host) {
			out = append(out, host)
		}
	}
	return out
}

func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return strings.ToLower(u.Hostname())
}

// askForPrice is a guide that sends people somewhere else for the price (business-rules 4.4: no "ask xxx for price").
var askForPrice = regexp.MustCompile(`询价|(?:咨询|联系|致电)[^。；\n]{0,12}(?:价格|报价|费用)|(?i:\b(?:ask|contact|call|e-?mail)\b[^.;\n]{0,40}\b(?:price|prices|pricing|quote|quotation)\b)`)

// findGuide finds what a user guide must not say: addresses outside of the cloud that the marketplace sells, and where to ask for
// the price (business-rules 4.4). Which hosts belong to that cloud is for a person to know.
func (l looked) findGuide() []Finding {
	if !l.guide.there {
		return nil
	}
	var out []Finding
	if hosts := l.hosts(); len(hosts) > 0 {
		more := ""
		if len(hosts) > maxHosts {
			hosts, more = hosts[:maxHosts], " …"
		}
		out = append(out, Finding{Severity: LookAt, Field: "guide", Text: said("使用指南中有指向以下网站的地址：{hosts}。使用指南不得包含云平台之外的地址，请确认或删除。",
			"The guide leads to {hosts}. It must not lead outside of the cloud: make sure, or take them out.", "hosts", strings.Join(hosts, ", ")+more)})
	}
	if words := askForPrice.FindString(l.guide.said.Text); words != "" {
		out = append(out, Finding{Severity: LookAt, Field: "guide", Text: said("使用指南中有“{words}”，价格以商品页面为准，不得让用户另行询价，请删除。",
			"The guide says “{words}”. Prices stand on the product page; a guide must not tell people to ask for them.", "words", words)})
	}
	if l.guide.said.Opaque {
		out = append(out, Finding{Severity: LookAt, Field: "guide", Text: said("使用指南的格式无法完整读取，请人工查看其中的地址与内容。",
			"Not all of the guide can be read by a program. Look at its addresses and at what it says.")})
	}
	return out
}

func (l looked) fineGuide() i18n.Text {
	if !l.guide.there {
		return i18n.Text{} // the form says that it is missing
	}
	return said("使用指南中没有指向其他网站的地址，内容仍需人工核对。", "The guide leads to no other site; read what it says.")
}
