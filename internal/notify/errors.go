package notify

import (
	"errors"

	"github.com/souk-market/souk/internal/kernel/apperr"
)

// ErrMessageNotFound is a message that does not exist or belongs to somebody else.
var ErrMessageNotFound = apperr.Def(apperr.NotFound, "message_not_found",
	"There is no such message.", "消息不存在。")

// ErrRefused is wrapped by a Mailer's error when the mail will never be accepted: trying again is no use.
var ErrRefused = errors.New("notify: mail refused for good")

// ErrMailNotFound is a file that the folder of mails does not have.
var ErrMailNotFound = apperr.Def(apperr.NotFound, "mail_not_found",
	"There is no such mail.", "邮件不存在。")
