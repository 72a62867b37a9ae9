package feedback

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/audit"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/id"
	"github.com/souk-market/souk/internal/notify"
	"github.com/souk-market/souk/internal/storage"
)

// What a report is about.
const (
	KindProduct  = "product"
	KindRating   = "rating"
	KindQuestion = "question"
)

// Reason is why somebody reports.
type Reason struct {
	Code string
	Name i18n.Text
}

// Reasons are all reasons.
func Reasons() []Reason {
	return []Reason{
		{"false_description", i18n.Text{ZH: "描述虚假或误导", EN: "False or misleading"}},
		{"infringement", i18n.Text{ZH: "侵犯知识产权", EN: "Infringes intellectual property"}},
		{"illegal", i18n.Text{ZH: "违法违规", EN: "Against the law"}},
		{"fake_rating", i18n.Text{ZH: "虚假或恶意评价", EN: "Forged or malicious rating"}},
		{"advertising", i18n.Text{ZH: "广告或引流", EN: "Advertising"}},
		{"abuse", i18n.Text{ZH: "辱骂或人身攻击", EN: "Abusive"}},
		{"privacy", i18n.Text{ZH: "泄露个人信息", EN: "Discloses personal data"}},
		{"other", i18n.Text{ZH: "其他", EN: "Something else"}},
	}
}

// ReasonOf finds a reason; one that this version does not know shows its code.
func ReasonOf(code string) (r Reason, ok bool) {
	i := slices.IndexFunc(Reasons(), func(x Reason) bool { return x.Code == code })
	if i < 0 {
		return Reason{code, i18n.Text{ZH: code, EN: code}}, false
	}
	return Reasons()[i], true
}

// Report says that something should not be shown.
type Report struct {
	ID           string // "rpt_…"
	State        string
	Rev          int64
	Kind         string
	SubjectID    string
	ProductID    string
	ProductName  i18n.Text
	SellerID     string // of the product
	ReporterID   string
	ReporterName string // "" when the account is closed
	Reason       string
	Text         string
	CreatedAt    time.Time
	Malicious    bool
	DeductionID  string // the points that it cost who reported; "" for none
	DecidedAt    time.Time
	DecidedName  string
	Note         string // of the operator, for who reported
}

// ReportInput reports something that is shown.
type ReportInput struct {
	Actor     account.Actor
	Kind      string
	SubjectID string
	Reason    string
	Text      string
}

// Report hands a report in (business-rules 10). Errors: field errors of kind, reason and text; ErrNothingToReport,
// ErrReported, ErrTooOften.
func (s *Service) Report(ctx context.Context, in ReportInput) (Report, error) {
	if err := in.Actor.May(account.SignedIn); err != nil {
		return Report{}, err
	}
	var bad apperr.Fields
	if !slices.Contains([]string{KindProduct, KindRating, KindQuestion}, in.Kind) {
		bad.Add("kind", errKind)
	}
	if _, ok := ReasonOf(in.Reason); !ok {
		bad.Add("reason", errReason)
	}
	text := lines(in.Text)
	bad.Add("text", lengthFault(text, minReport, MaxReport)) // what is reported may have to be quoted: no word is forbidden here
	if err := bad.Err(); err != nil {
		return Report{}, err
	}
	out, err := s.subject(ctx, in.Kind, in.SubjectID)
	if err != nil {
		return Report{}, err
	}
	err = s.d.DB.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		if err := keepPace(ctx, tx, in.Actor.ID, paceOfReports, ReportsADay); err != nil {
			return err
		}
		out.ID, out.State, out.Rev, out.ReporterID, out.ReporterName = id.New("rpt", tx.Now), ReportOpen, 1, in.Actor.ID, in.Actor.Name
		out.Reason, out.Text, out.CreatedAt = in.Reason, text, tx.Now
		if err := insertReport(ctx, tx, out); err != nil {
			return err
		}
		reason, _ := ReasonOf(out.Reason)
		if err := s.d.Notify.SendTx(ctx, tx, notify.Message{To: notify.Operators, Event: notify.ReportFiled, Key: out.ID, Link: "/operator/reports/" + out.ID,
			Params: notify.Params("product", out.ProductName, "reason", reason.Name, "text", text)}); err != nil {
			return err
		}
		return audit.Record(ctx, tx, audit.Change{Action: auditReported, AccountID: in.Actor.ID, Object: out.ID,
			After: map[string]any{"kind": out.Kind, "subject": out.SubjectID, "reason": out.Reason, "text": text}})
	})
	if err != nil {
		return Report{}, err
	}
	return out, nil
}

// subject is a report that says what it is about. Errors: ErrNothingToReport.
func (s *Service) subject(ctx context.Context, kind, subjectID string) (Report, error) {
	out, q := Report{Kind: kind, SubjectID: subjectID}, s.d.DB.Reader()
	switch kind {
	case KindRating:
		r, err := getRating(ctx, q, subjectID)
		if errors.Is(err, ErrRatingNotFound) || err == nil && !r.Shown() {
			err = ErrNothingToReport
		}
		out.ProductID, out.ProductName, out.SellerID = r.ProductID, r.ProductName, r.SellerID
		return out, err
	case KindQuestion:
		x, err := getQuestion(ctx, q, subjectID)
		if errors.Is(err, ErrQuestionNotFound) || err == nil && !x.Shown() {
			err = ErrNothingToReport
		}
		out.ProductID, out.ProductName, out.SellerID = x.ProductID, x.ProductName, x.SellerID
		return out, err
	}
	l, err := s.d.Catalog.Live(ctx, subjectID)
	if errors.Is(err, catalog.ErrProductNotFound) {
		err = ErrNothingToReport
	}
	out.ProductID, out.ProductName, out.SellerID = l.ProductID, l.Name, l.SellerID
	return out, err
}
