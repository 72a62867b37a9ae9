package seller

import (
	"context"
	"slices"
	"time"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/audit"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/notify"
	"github.com/souk-market/souk/internal/storage"
)

// Level is what the marketplace thinks of a seller (business-rules 2.10). Every seller begins as certified.
type Level string

// The levels, the lowest first.
const (
	LevelCertified Level = "certified"
	LevelPreferred Level = "preferred"
	LevelLeading   Level = "leading"
)

// Levels are all levels, the lowest first.
func Levels() []Level { return []Level{LevelCertified, LevelPreferred, LevelLeading} }

// Name is the level's name.
func (l Level) Name() i18n.Text {
	switch l {
	case LevelPreferred:
		return i18n.Text{ZH: "优选级", EN: "Preferred"}
	case LevelLeading:
		return i18n.Text{ZH: "领先级", EN: "Leading"}
	default:
		return i18n.Text{ZH: "认证级", EN: "Certified"}
	}
}

func (l Level) rank() int { return slices.Index(Levels(), l) }

// Benefit is what sellers get from a level on.
type Benefit struct {
	Code string
	Name i18n.Text
	From Level // this level and every higher one have it
}

// Has reports whether sellers of the level have the benefit.
func (l Level) Has(b Benefit) bool { return l.rank() >= b.From.rank() }

// Benefits are the benefits of the levels (business-rules 2.10), in the order of its table.
func Benefits() []Benefit {
	return []Benefit{
		{"home_banner", i18n.Text{ZH: "官网首页横幅", EN: "Banner on the home page of the cloud"}, LevelLeading},
		{"store_banner", i18n.Text{ZH: "云商店首页横幅", EN: "Banner on the home page of the store"}, LevelCertified},
		{"floor_display", i18n.Text{ZH: "楼层与栏目展示", EN: "Place in floors and columns of the store"}, LevelCertified},
		{"brand_hall", i18n.Text{ZH: "品牌馆", EN: "Brand hall"}, LevelPreferred},
		{"hot_slot", i18n.Text{ZH: "热门应用推荐位", EN: "Slot among the hot applications"}, LevelPreferred},
		{"mail_push", i18n.Text{ZH: "EDM 邮件推广", EN: "Presented in mails to customers"}, LevelPreferred},
		{"recommended", i18n.Text{ZH: "“优秀商家”推荐", EN: "Recommended as an excellent seller"}, LevelLeading},
	}
}

// SetLevelInput gives a seller a level; Rev is the revision of its standing that the operator saw.
type SetLevelInput struct {
	Actor    account.Actor
	SellerID string
	Rev      int64
	Level    Level
	Reason   string
}

// SetLevel gives a seller a level. A seller on the yellow or the black list does not rise (business-rules 2.10); one that
// has the level already keeps it, and nothing happens. Errors: ErrLevelUnknown, a field error of reason, ErrSellerGone,
// ErrLevelFrozen, ErrStandingChanged.
func (s *Service) SetLevel(ctx context.Context, in SetLevelInput) (Standing, error) {
	if in.Level.rank() < 0 {
		return Standing{}, fieldError("level", ErrLevelUnknown)
	}
	d := decision{actor: in.Actor, needs: account.OperatorSellerReviews, sellerID: in.SellerID, rev: in.Rev, reason: in.Reason,
		change: func(st *Standing, _ time.Time) { st.Level = in.Level }}
	return s.decide(ctx, d, func(ctx context.Context, tx *storage.Tx, c *caseOf) error {
		before := c.before.Level
		if before == in.Level {
			return errNothing
		}
		if in.Level.rank() > before.rank() {
			frozen, err := inForce(ctx, tx, c.own.ID, tx.Now, PenaltyYellowList, PenaltyBlacklist)
			if err != nil {
				return err
			}
			if len(frozen) > 0 {
				return ErrLevelFrozen.With("until", dateText(frozen[0].DueAt))
			}
		}
		if err := s.notify.SendTx(ctx, tx, notify.Message{To: c.own.AccountID, Event: notify.SellerLevelChanged, Link: "/seller/standing",
			Params: notify.Params("level", in.Level.Name(), "before", before.Name(), "reason", c.reason)}); err != nil {
			return err
		}
		return audit.Record(ctx, tx, audit.Change{Action: auditLevelSet, AccountID: c.own.AccountID, Object: c.own.ID, Reason: c.reason,
			Before: map[string]any{"level": before}, After: map[string]any{"level": in.Level}})
	})
}
