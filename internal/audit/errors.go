package audit

import "github.com/souk-market/souk/internal/kernel/apperr"

// ErrEntryNotFound is an entry that is not there, or not in the log that the reader may see.
var ErrEntryNotFound = apperr.Def(apperr.NotFound, "audit_entry_not_found",
	"There is no such entry in the audit log.", "操作日志中没有该记录。")
