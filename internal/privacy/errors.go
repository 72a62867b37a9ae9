package privacy

import "github.com/souk-market/souk/internal/kernel/apperr"

// What can go wrong.
var (
	ErrLoginDiffers = apperr.Def(apperr.Invalid, "login_differs",
		"Type the login of this account exactly.", "请准确输入当前账号的登录名。")
	ErrObligations = apperr.Def(apperr.FailedPrecondition, "account_obligations",
		"The account cannot be closed yet: {what}.", "账号暂不能注销：{what}。")
	ErrCopyUnderWay = apperr.Def(apperr.Conflict, "copy_under_way",
		"A copy of your data is being made or fetched already. Wait until that is done.", "您的数据副本正在生成或下载，请待其完成后再试。")
	ErrCopyTooLarge = apperr.Def(apperr.TooLarge, "copy_too_large",
		"The copy would be larger than {max} MB. Please ask support for it.", "数据副本将超过 {max} MB，请联系客服获取。")
	ErrNoRoom = apperr.Def(apperr.Unavailable, "copy_no_room",
		"There is not enough disk space for the copy at the moment. Nothing was changed; try again later, or tell support.",
		"服务器磁盘空间不足，暂时无法生成副本，数据未受影响，请稍后再试或联系客服。")
)
