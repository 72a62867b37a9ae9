package feedback

import (
	"slices"

	"github.com/souk-market/souk/internal/kernel/i18n"
)

// MaxTags is how many tags a rating has at most.
const MaxTags = 5

// Tag is a short word that a buyer chooses from a list (business-rules 10: tags).
type Tag struct {
	Code string
	Name i18n.Text
}

// Tags are all tags, praise first.
func Tags() []Tag {
	return []Tag{
		{"easy_to_use", i18n.Text{ZH: "简单易用", EN: "Easy to use"}},
		{"stable", i18n.Text{ZH: "运行稳定", EN: "Stable"}},
		{"rich_features", i18n.Text{ZH: "功能丰富", EN: "Rich in features"}},
		{"fast_delivery", i18n.Text{ZH: "开通迅速", EN: "Opened quickly"}},
		{"helpful_support", i18n.Text{ZH: "服务到位", EN: "Helpful support"}},
		{"good_value", i18n.Text{ZH: "物有所值", EN: "Good value"}},
		{"hard_to_use", i18n.Text{ZH: "不易上手", EN: "Hard to use"}},
		{"unstable", i18n.Text{ZH: "运行不稳定", EN: "Unstable"}},
		{"missing_features", i18n.Text{ZH: "功能欠缺", EN: "Features missing"}},
		{"slow_delivery", i18n.Text{ZH: "开通缓慢", EN: "Opened slowly"}},
		{"slow_support", i18n.Text{ZH: "响应缓慢", EN: "Slow support"}},
		{"not_as_described", i18n.Text{ZH: "与描述不符", EN: "Not as described"}},
	}
}

// TagOf finds a tag; one that this version does not know shows its code.
func TagOf(code string) (t Tag, ok bool) {
	for _, x := range Tags() {
		if x.Code == code {
			return x, true
		}
	}
	return Tag{Code: code, Name: i18n.Text{ZH: code, EN: code}}, false
}

// tagsFit reports whether these are tags of the list, each once, and not too many.
func tagsFit(codes []string) bool {
	sorted := slices.Sorted(slices.Values(codes))
	if len(codes) > MaxTags || len(slices.Compact(sorted)) != len(codes) {
		return false
	}
	return !slices.ContainsFunc(codes, func(c string) bool { _, ok := TagOf(c); return !ok })
}
