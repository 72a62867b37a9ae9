package feedback

import "github.com/souk-market/souk/internal/audit"

// What this room records.
var (
	auditRated            = audit.Def("feedback.rated", "Service rated", "评价服务")
	auditAmended          = audit.Def("feedback.rating_amended", "Rating amended", "修改评价")
	auditFollowedUp       = audit.Def("feedback.rating_followed_up", "Rating followed up", "追评")
	auditReplied          = audit.Def("feedback.rating_replied", "Rating replied to", "回复评价")
	auditTalked           = audit.Def("feedback.rating_negotiated", "Message in a negotiation", "评价协商留言")
	auditPublished        = audit.Def("feedback.rating_published", "Rating shown after the negotiation", "评价协商期满公开")
	auditRatingHidden     = audit.Def("feedback.rating_hidden", "Rating hidden", "隐藏评价")
	auditRatingShown      = audit.Def("feedback.rating_shown", "Rating shown again", "恢复评价")
	auditAsked            = audit.Def("feedback.asked", "Question asked", "商品提问")
	auditAnswered         = audit.Def("feedback.answered", "Question answered", "回复商品问答")
	auditQuestionHidden   = audit.Def("feedback.question_hidden", "Question hidden", "隐藏问答")
	auditQuestionShown    = audit.Def("feedback.question_shown", "Question shown again", "恢复问答")
	auditReported         = audit.Def("feedback.reported", "Report handed in", "提交举报")
	auditReportDecided    = audit.Def("feedback.report_decided", "Report decided", "处理举报")
	auditFavouriteAdded   = audit.Def("feedback.favourite_added", "Favourite added", "收藏商品")
	auditFavouriteRemoved = audit.Def("feedback.favourite_removed", "Favourite removed", "取消收藏")
)
