package feedback

import "github.com/souk-market/souk/internal/kernel/apperr"

// The errors of ratings.
var (
	ErrRatingNotFound = apperr.Def(apperr.NotFound, "rating_not_found",
		"There is no such rating.", "评价不存在。")
	ErrRated = apperr.Def(apperr.Conflict, "rating_exists",
		"This service is rated already. A rating can be amended once.", "该服务已评价过，评价可修改一次。")
	ErrOwnProduct = apperr.Def(apperr.Forbidden, "feedback_own_product",
		"You cannot rate or ask about your own product.", "不能评价或提问自己的商品。")
	ErrChanged = apperr.Def(apperr.Conflict, "feedback_changed",
		"This was changed in the meantime. Look at it again before you go on.", "内容已被更改，请刷新查看最新内容后再操作。")
	ErrAmended = apperr.Def(apperr.FailedPrecondition, "rating_amended",
		"A rating can be amended once, within {days} days.", "评价仅可在 {days} 天内修改一次。")
	ErrFollowedUp = apperr.Def(apperr.FailedPrecondition, "rating_followed_up",
		"A rating can be followed up once, within {days} days, while it is shown.", "评价公开后，可在 {days} 天内追评一次。")
	ErrReplied = apperr.Def(apperr.FailedPrecondition, "rating_replied",
		"A rating can be replied to once.", "每条评价仅可回复一次。")
	ErrNotNegotiating = apperr.Def(apperr.FailedPrecondition, "rating_not_negotiating",
		"The negotiation of this rating is over.", "该评价的协商已结束。")
	ErrTalked = apperr.Def(apperr.TooMany, "rating_talked_out",
		"A negotiation has at most {max} messages.", "每次协商最多 {max} 条留言。")
	ErrNotShown = apperr.Def(apperr.FailedPrecondition, "feedback_not_shown",
		"This is not shown to buyers, so there is nothing to hide.", "该内容当前未公开，无需隐藏。")
	ErrNotHidden = apperr.Def(apperr.FailedPrecondition, "feedback_not_hidden",
		"This is not hidden.", "该内容未被隐藏。")
)

// The errors of questions, reports and favourites.
var (
	ErrQuestionNotFound = apperr.Def(apperr.NotFound, "question_not_found",
		"There is no such question.", "问题不存在。")
	ErrAnswered = apperr.Def(apperr.FailedPrecondition, "question_answered",
		"This question is answered already.", "该问题已回复。")
	ErrReportNotFound = apperr.Def(apperr.NotFound, "report_not_found",
		"There is no such report.", "举报不存在。")
	ErrReported = apperr.Def(apperr.Conflict, "report_exists",
		"You have reported this already. We are looking into it.", "您已举报过该内容，正在处理中。")
	ErrReportState = apperr.Def(apperr.FailedPrecondition, "report_state",
		"This report is decided already.", "该举报已处理。")
	ErrNothingToReport = apperr.Def(apperr.NotFound, "report_subject",
		"What you want to report is not shown any more.", "您要举报的内容已不再公开。")
	ErrTooOften = apperr.Def(apperr.TooMany, "feedback_too_often",
		"At most {max} a day. Please go on tomorrow.", "每天最多提交 {max} 次，请明天再试。")
	ErrFavouritesFull = apperr.Def(apperr.FailedPrecondition, "favourites_full",
		"You have {max} favourites, which is the most. Remove some first.", "收藏已达上限 {max} 个，请先取消部分收藏。")
)

// What is wrong with a field.
var (
	ErrSensitive = apperr.Def(apperr.Invalid, "sensitive_word",
		"The text holds a word that cannot be published: {word}.", "内容包含不允许发布的词语：{word}。")
	errScore = apperr.Def(apperr.Invalid, "rating_score",
		"Choose 1 to 5 stars.", "请选择 1 至 5 星。")
	errTags = apperr.Def(apperr.Invalid, "rating_tags",
		"Choose tags of the list, at most {max}.", "请从列表中选择标签，最多 {max} 个。")
	errPictures = apperr.Def(apperr.Invalid, "rating_pictures",
		"Add at most {max} pictures, each once.", "最多添加 {max} 张图片，且不可重复。")
	errPicture = apperr.Def(apperr.Invalid, "rating_picture",
		"This picture cannot be used. Upload it again.", "该图片不可用，请重新上传。")
	errTooLong = apperr.Def(apperr.Invalid, "feedback_too_long",
		"At most {max} characters.", "不能超过 {max} 个字符。")
	errTooShort = apperr.Def(apperr.Invalid, "feedback_too_short",
		"Write at least {min} characters.", "请至少填写 {min} 个字符。")
	errKind = apperr.Def(apperr.Invalid, "report_kind",
		"Say what you report: a product, a rating or a question.", "请指定举报对象：商品、评价或问答。")
	errReason = apperr.Def(apperr.Invalid, "report_reason",
		"Choose a reason.", "请选择举报原因。")
	errOutcome = apperr.Def(apperr.Invalid, "report_outcome",
		"Choose what becomes of the report.", "请选择处理结果。")
	errMalicious = apperr.Def(apperr.Invalid, "report_malicious",
		"Only a dismissed report can be a malicious one.", "仅不予受理的举报可标记为恶意举报。")
	errNoSeller = apperr.Def(apperr.Invalid, "report_no_seller",
		"Points can be taken from a malicious report of a seller only.", "仅可对恶意举报的商家扣分。")
)
