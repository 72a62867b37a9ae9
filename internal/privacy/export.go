package privacy

import (
	"context"
	"errors"
	"io"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/audit"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/secret"
	"github.com/souk-market/souk/internal/storage"
)

var didExport = audit.Def("account.data_exported", "Copy of personal data taken", "导出个人数据")

// ExportInput asks for a copy of what is kept about the actor.
type ExportInput struct {
	Actor account.Actor
	Proof secret.Text // the password, or the code that the authenticator app shows now

	FilesAfter string // the last file of a former copy that was full: the copy holds the files after it, and nothing else
}

// Export gives the actor a copy of all that is kept about it: a person its own, a main account the organisation's with it.
// Files for which the copy has no room are listed in it, with the way to a further copy that holds them.
// Errors: the field error "proof", account.ErrTooManyAttempts, ErrCopyUnderWay, ErrCopyTooLarge, ErrNoRoom.
func (s *Service) Export(ctx context.Context, in ExportInput) (*Archive, error) {
	if err := in.Actor.May(account.SignedIn); err != nil {
		return nil, err
	}
	acc, err := s.Accounts.Reassure(ctx, in.Actor.UserID, in.Proof)
	if err != nil {
		return nil, err
	}
	out, err := s.copyFor(ctx, in, acc.ID)
	if err != nil {
		return nil, err
	}
	err = s.DB.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		return audit.Record(ctx, tx, audit.Change{Action: didExport, AccountID: acc.AuditLog(), Object: acc.ID})
	})
	if err != nil {
		return nil, errors.Join(err, out.Close())
	}
	return out, nil
}

// copyOf is a copy being written for somebody.
type copyOf struct {
	s     *Service
	who   account.Actor
	after string // the file that the former copy ended with, in a further one
	spool *spool
	*archive
}

// fill writes all parts; a further copy has only files.
func (s *Service) fill(ctx context.Context, c copyOf) error {
	parts := []func(context.Context) error{c.readme, c.person, c.messages}
	switch main := c.who.Can(account.MainUser); {
	case main && c.after != "":
		parts = []func(context.Context) error{c.readme, c.files}
	case main:
		parts = append(parts, c.organisation, c.proofOfName, c.purchases, c.opinions, c.savings, c.lists, c.wallet, c.agreements, c.shop, c.log, c.files)
	}
	for _, part := range parts {
		if err := part(ctx); err != nil {
			return err
		}
	}
	return c.zip.Close()
}

var readme = i18n.Text{
	ZH: `这是您在云商店的数据副本。

account.json        您的资料、登录方式、会话与令牌（不含任何密码或密钥）
messages.ndjson     消息中心的消息
organisation.json   子用户、用户组、企业登录设置、消息接收人
real-name.json      实名认证申请（证件号码已脱敏）
orders.ndjson       订单
services.ndjson     已购买的服务
ratings.ndjson      您的评价；questions.ndjson 提问；reports.ndjson 举报
favourites.ndjson   收藏；seen.json 最近浏览
coupons.ndjson      代金券；cash-coupons.ndjson 现金券；private-offers.ndjson 专属优惠
sales-lists.ndjson  指定您可以购买、试用或授信支付的商家名单
wallet.ndjson       钱包流水；top-ups.ndjson 充值记录
agreements.json     您签署的协议及版本
seller.json         入驻申请与商家资料（如有）
audit-log.ndjson    操作日志
files/              您上传的文件；如有放不下的文件，files-left-out.txt 说明获取方法

.ndjson 文件每行是一个 JSON 对象。时间均为 UTC。
`,
	EN: `This is a copy of your data in the marketplace.

account.json        your profile, how you sign in, sessions and tokens (no password and no key)
messages.ndjson     the messages of the message centre
organisation.json   sub-users, groups, enterprise sign-in, who is told of what
real-name.json      real-name applications (the document's number is masked)
orders.ndjson       orders
services.ndjson     services that you bought
ratings.ndjson      what you said of services; questions.ndjson: what you asked; reports.ndjson: what you reported
favourites.ndjson   your favourites; seen.json: what you looked at last
coupons.ndjson      your coupons; cash-coupons.ndjson: cash coupons; private-offers.ndjson: offers that name you
sales-lists.ndjson  lists of sellers that name you: who may buy, try, or pay by credit
wallet.ndjson       what came into and went out of the wallet; top-ups.ndjson: top-ups
agreements.json     what you agreed to, and which versions
seller.json         your application and details as a seller, if there are any
audit-log.ndjson    the audit log
files/              files that you uploaded; if some did not fit, files-left-out.txt says how to get them

A .ndjson file has one JSON object a line. All times are UTC.
`}

func (c copyOf) readme(context.Context) error {
	w, err := c.create("README.txt")
	if err != nil {
		return err
	}
	_, err = io.WriteString(w, readme.In(c.who.Lang))
	return err
}
