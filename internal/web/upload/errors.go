package upload

import "github.com/souk-market/souk/internal/kernel/apperr"

// What a post may be refused for.
var (
	ErrTooLarge = apperr.Def(apperr.TooLarge, "upload_cut_off",
		"This file is so large that the upload was cut off. Choose a smaller one.", "文件过大，上传已中断，请选择较小的文件。")
	ErrTexts = apperr.Def(apperr.TooLarge, "form_texts_too_long",
		"The texts of this form are too long together.", "表单文字内容总长度超出限制。")
	ErrCustomers = apperr.Def(apperr.TooLarge, "customer_list_too_large",
		"This file is too large: a list of customers has at most 1 MB.", "文件过大，客户名单不能超过 1 MB。")
)
