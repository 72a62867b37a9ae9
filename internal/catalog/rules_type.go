package catalog

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/i18n"
)

// What the fields of a type say together (business-rules 4.8, open-apis E).

const (
	maxImage  = 128 // GB (business-rules 4.8)
	minImages = 1   // main images (business-rules 4.4, our choice)
	maxImages = 5
)

// checkExtras checks what the lists of fields ask for, and what a type asks for beyond them.
func (c Content) checkExtras(f *apperr.Fields, t Type, live *Content) {
	for _, field := range c.Fields() {
		field.check(&c, f)
	}
	if n := len(c.Images); n < minImages || n > maxImages { // business-rules 4.4: main images, 1 to 5
		f.Add("images", ErrImages.With("min", minImages, "max", maxImages))
	}
	c.checkStandard(f)
	c.checkAddress(f, t)
	c.checkEnglish(f)
	if t.check != nil {
		if live != nil && live.Delivery != c.Delivery {
			live = nil // the type itself is refused
		}
		t.check(&c, live, f)
	}
}

// checkAddress is the production address of a type whose seller's server is called (business-rules 4.8).
func (c Content) checkAddress(f *apperr.Fields, t Type) {
	switch {
	case t.Address == AddressNone && c.ProductionURL != "":
		f.Add("production_url", ErrNotOfType.With("name", t.Name))
	case t.Address == AddressRequired && !c.Supervised(), c.ProductionURL != "":
		checkURL(f, c.ProductionURL)
	}
}

// checkEnglish: who sells beyond the mainland writes English (business-rules 4.12).
func (c Content) checkEnglish(f *apperr.Fields) {
	if !slices.ContainsFunc(c.Regions, func(r string) bool { return r != RegionMainland && r != "hk" }) {
		return
	}
	for field, text := range map[string]string{"name_en": c.Name.EN, "overview_en": c.Overview.EN, "introduction_en": c.Introduction.EN, "terms_en": c.Terms.EN} {
		if text == "" {
			f.Add(field, ErrEnglish)
		}
	}
}

// checkImage: sizes that fit into each other; and an image that replaces one is of the same kind (business-rules 4.8).
func checkImage(c, live *Content, f *apperr.Fields) {
	m := c.image()
	if m.MinDisk != 0 && m.MinDisk < m.Size {
		f.Add("image_min_disk", ErrImageDisk.With("size", m.Size))
	}
	if m.MaxRAM != 0 && m.MaxRAM < m.MinRAM {
		f.Add("image_max_ram", ErrImageRAM.With("min", m.MinRAM))
	}
	if live == nil {
		return
	}
	was := live.image()
	for field, kept := range map[string]bool{"image_os": m.OS == was.OS, "image_os_version": m.OSVersion == was.OSVersion, "image_arch": m.Arch == was.Arch,
		"image_virtual": m.Virtual == was.Virtual, "image_format": m.Format == was.Format, "image_min_disk": m.MinDisk == was.MinDisk,
		"image_min_ram": m.MinRAM == was.MinRAM, "image_max_ram": m.MaxRAM == was.MaxRAM} {
		if !kept {
			f.Add(field, ErrImageReplace)
		}
	}
	for _, r := range was.Regions {
		if !slices.Contains(m.Regions, r) {
			f.Add("image_regions", ErrImageRegion.With("name", optionsName(cloudRegions(), r)))
		}
	}
	// A replaced image is another version: who bought the one before can tell them apart.
	if m.Asset != was.Asset && c.Release == live.Release {
		f.Add("release", ErrReleaseSame.With("release", c.Release))
	}
}

// checkService: the basic flow is that of joint products (business-rules 4.8).
func checkService(c, _ *Content, f *apperr.Fields) {
	if c.service().Flow == ServiceJoint && c.Family != FamilyJoint {
		f.Add("service_flow", ErrServiceFlow)
	}
}

var groupName = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_-]{2,63}$`)

// checkAPI: one group for each spec, which it keeps (business-rules 4.6, open-apis E1); the Agents gateway in one region, with
// something to count (open-apis E2).
func checkAPI(c, live *Content, f *apperr.Fields) {
	a := c.api()
	taken := map[string]bool{}
	for i, spec := range c.Specs {
		field := fmt.Sprintf("api_group_%d", i)
		group := a.group(spec.ID)
		switch {
		case group == "":
			f.Add(field, ErrFieldRequired)
		case !groupName.MatchString(group):
			f.Add(field, ErrAPIGroup)
		case taken[group]:
			f.Add(field, ErrAPIGroupTaken.With("group", group))
		}
		taken[group] = true
		if live == nil {
			continue
		}
		if was := live.api().group(spec.ID); was != "" && was != group {
			f.Add(field, ErrAPIGroupLocked.With("group", was))
		}
	}
	switch a.Gateway {
	case GatewayAPIG:
		// business-rules 4.6: simple authentication is an addition to the signature, not instead of it.
		if len(a.Auth) > 0 && !slices.Contains(a.Auth, AuthApp) {
			f.Add("api_auth", ErrAPIAuth)
		}
	case GatewayAgents:
		if a.Region != "" && a.Region != cloudBeijing4 { // business-rules 4.6
			f.Add("api_region", ErrAgentsRegion)
		}
		a.checkMetering(f)
	}
	if live != nil && live.api().Gateway != a.Gateway {
		f.Add("api_gateway", ErrGatewayLocked)
	}
}

// group is the group of a spec, "" for none.
func (a APITerms) group(specID string) string {
	for _, g := range a.Groups {
		if g.Spec == specID && specID != "" {
			return g.Group
		}
	}
	return ""
}

// Metering are the items that the Agents gateway can count, with the usual place of the number in the seller's answer; "" is
// what the gateway counts by itself (open-apis E2).
func Metering() []MeteringChoice {
	return []MeteringChoice{
		{named("tokens_in", "输入 Token", "Tokens in"), "usage.prompt_tokens"}, {named("tokens_out", "输出 Token", "Tokens out"), "usage.completion_tokens"},
		{named("images", "图片数", "Images"), "usage.image_count"}, {named("video_seconds", "视频秒数", "Seconds of video"), "usage.video_duration"},
		{named("speech_seconds", "语音秒数", "Seconds of speech"), "transcripts.content_duration_in_milliseconds"},
		{named("bytes", "请求字节数", "Bytes"), ""}, {named("characters", "请求字符数", "Characters"), ""}, {named("calls", "调用次数", "Calls"), ""},
	}
}

// MeteringChoice is an item with the usual place of its number.
type MeteringChoice struct {
	Option
	Path string
}

// Text is an item with the place of its number.
func (m MeteringItem) Text() i18n.Text {
	choice, ok := find(Metering(), func(x MeteringChoice) bool { return x.Code == m.Item })
	if !ok {
		return same(m.Item)
	}
	path := cmp.Or(m.Path, choice.Path)
	if path == "" {
		return choice.Name
	}
	return i18n.Text{ZH: choice.Name.ZH + "：" + path, EN: choice.Name.EN + ": " + path}
}

var meteringPath = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*){0,7}$`)

func (a APITerms) checkMetering(f *apperr.Fields) {
	if len(a.Metering) == 0 {
		f.Add("api_metering", ErrMetering)
	}
	for i, m := range a.Metering {
		choice, known := find(Metering(), func(x MeteringChoice) bool { return x.Code == m.Item })
		twice := slices.ContainsFunc(a.Metering[:i], func(o MeteringItem) bool { return o.Item == m.Item })
		switch {
		case !known, twice:
			f.Add("api_metering", ErrChoice)
		case m.Path != "" && choice.Path == "":
			f.Add("api_path_"+m.Item, ErrMeteringCounted)
		case m.Path != "" && (len(m.Path) > 100 || !meteringPath.MatchString(m.Path)):
			f.Add("api_path_"+m.Item, ErrMeteringPath)
		}
	}
}

// checkHardware: what is shipped has a stock (business-rules 4.8, 5.1).
func checkHardware(c, _ *Content, f *apperr.Fields) {
	for i, s := range c.Specs {
		if s.Stock == nil {
			f.Add(fmt.Sprintf("specs.%d.stock", i), ErrHardwareStock)
		}
	}
}

// tidyExtras makes the extras storable, on copies of their own. A type without extras in the input gets them by the defaults.
func (c *Content) tidyExtras() {
	c.ownExtras()
	c.Images = cleaned(c.Images)
	for _, f := range c.Fields() {
		f.tidy(c)
	}
	c.Standard = slices.Clone(c.Standard)
	for i, s := range c.Standard {
		c.Standard[i] = StandardItem{line(s.Item), line(s.Accept)}
	}
	for n := len(c.Standard); n > 0 && c.Standard[n-1].empty(); n-- {
		c.Standard = c.Standard[:n-1]
	}
	if s := c.Service; c.Delivery == DeliveryService && s.Flow == "" { // business-rules 4.8: the default, and that of joint products
		s.Flow = ServiceStandard
		if c.Family == FamilyJoint {
			s.Flow = ServiceJoint
		}
	}
	if c.Delivery != DeliveryAPI {
		return
	}
	a := c.api()
	a.Groups = slices.DeleteFunc(slices.Clone(a.Groups), func(g APIGroup) bool { return strings.TrimSpace(g.Group) == "" })
	for i, g := range a.Groups {
		a.Groups[i] = APIGroup{oneLine(g.Spec), oneLine(g.Group)}
	}
	a.Metering = slices.Clone(a.Metering)
	if a.Gateway != GatewayAgents {
		a.Metering = nil
	}
	for i, m := range a.Metering {
		a.Metering[i] = MeteringItem{oneLine(m.Item), oneLine(m.Path)}
	}
}

// cleaned is a list of ids without empty ones, in its order.
func cleaned(list []string) []string {
	var out []string
	for _, s := range list {
		if s = oneLine(s); s != "" {
			out = append(out, s)
		}
	}
	return out
}
