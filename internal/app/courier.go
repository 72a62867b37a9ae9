package app

import (
	"context"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/notify"
)

// courier brings the letters of accounts by mail and SMS.
type courier struct{ notify *notify.Service }

// What a code is for, as the letter says it.
var codePurposes = map[account.Purpose]i18n.Text{
	account.ForRegistration: {ZH: "注册账号", EN: "register an account"},
	account.ForReset:        {ZH: "重置密码", EN: "reset your password"},
	account.ForContact:      {ZH: "验证联系方式", EN: "confirm your address"},
}

// SendCode brings a one-time code.
func (c courier) SendCode(ctx context.Context, l account.CodeLetter) error {
	return c.notify.Direct(ctx, notify.Direct{Channel: channelOf(l.Channel), To: l.To, Lang: l.Lang, Event: notify.AccountCode,
		Params: notify.Params("code", l.Code.Reveal(), "minutes", l.Minutes, "purpose", codePurposes[l.Purpose])})
}

// SendNotice brings a letter without a code.
func (c courier) SendNotice(ctx context.Context, n account.Notice) error {
	event, link := notify.AccountMoved, ""
	switch n.Kind {
	case account.NoticeExists:
		event, link = notify.AccountExists, "/login"
	case account.NoticeClosed:
		event = notify.AccountClosed
	}
	return c.notify.Direct(ctx, notify.Direct{Channel: channelOf(n.Channel), To: n.To, Lang: n.Lang, Event: event, Link: link,
		Params: notify.Params("login", n.Login)})
}

func channelOf(ch account.Channel) notify.Channel {
	if ch == account.BySMS {
		return notify.BySMS
	}
	return notify.ByMail
}
