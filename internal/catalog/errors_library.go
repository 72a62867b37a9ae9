package catalog

import "github.com/souk-market/souk/internal/kernel/apperr"

// What can be wrong with the library of attributes (business-rules 4.5).
var (
	ErrAttributeNotFound = apperr.Def(apperr.NotFound, "attribute_not_found",
		"There is no such attribute in your library.", "属性库中没有该属性。")
	ErrAttributeChanged = apperr.Def(apperr.Conflict, "attribute_changed",
		"Somebody else changed this attribute meanwhile. Look at it again before you save.", "该属性刚被其他人修改，请查看最新内容后再保存。")
	ErrLibraryCode = apperr.Def(apperr.Invalid, "attribute_code_taken",
		"Your library has an attribute with this code. Change that one, or choose another code.", "属性库中已有相同编码的属性，请修改该属性或更换编码。")
	ErrLibraryFull = apperr.Def(apperr.FailedPrecondition, "attribute_library_full",
		"Your library holds {max} attributes, as many as it can. Delete some that you no longer use.", "属性库最多 {max} 个属性，已满。请先删除不再使用的属性。")
)
