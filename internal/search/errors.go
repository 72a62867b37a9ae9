package search

import "github.com/souk-market/souk/internal/kernel/apperr"

// ErrStarting is a search before the index of this node is built.
var ErrStarting = apperr.Def(apperr.Unavailable, "search_starting",
	"The search of this node is still being prepared; try again in a moment.", "本节点的搜索正在准备中，请稍后重试。")
