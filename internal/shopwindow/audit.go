package shopwindow

import "github.com/souk-market/souk/internal/audit"

// What this room records.
var (
	didSaveDraft    = audit.Def("shopwindow.draft_saved", "Draft of the home page saved", "保存首页草稿")
	didDiscardDraft = audit.Def("shopwindow.draft_discarded", "Draft of the home page discarded", "放弃首页草稿")
	didPublish      = audit.Def("shopwindow.home_published", "Home page published", "发布首页")
	didRestore      = audit.Def("shopwindow.home_restored", "Older version of the home page restored", "恢复首页历史版本")
)
