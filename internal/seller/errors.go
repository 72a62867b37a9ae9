package seller

import "github.com/souk-market/souk/internal/kernel/apperr"

// The errors of the room.
var (
	ErrSellerNotFound = apperr.Def(apperr.NotFound, "seller_not_found",
		"This seller does not exist.", "该商家不存在。")
	ErrAccountTaken = apperr.Def(apperr.Conflict, "seller_account_taken",
		"This account already is a seller.", "该账号已是商家。")

	errAccount = apperr.Def(apperr.Invalid, "seller_account_missing",
		"Say which account the seller has.", "请指定商家所属的账号。")
	errName = apperr.Def(apperr.Invalid, "seller_name",
		"Enter a name of 2 to 50 characters.", "请输入 2–50 个字符的名称。")
	errIntro = apperr.Def(apperr.Invalid, "seller_intro",
		"The introduction may have at most 1,000 characters.", "简介不能超过 1000 个字符。")
	errEmail = apperr.Def(apperr.Invalid, "seller_email",
		"Enter an e-mail address such as support@example.com.", "请输入正确的邮箱，例如 support@example.com。")
	errPhone = apperr.Def(apperr.Invalid, "seller_phone",
		"Enter a telephone number such as 400-000-0101.", "请输入正确的电话号码，例如 400-000-0101。")
	errHours = apperr.Def(apperr.Invalid, "seller_hours",
		"Enter the service hours, in at most 100 characters.", "请填写服务时间，不超过 100 个字符。")
)
