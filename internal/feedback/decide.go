package feedback

import (
	"context"
	"errors"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/audit"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/notify"
	"github.com/souk-market/souk/internal/seller"
	"github.com/souk-market/souk/internal/storage"
)

// falseReports is the rule that a malicious report breaks (business-rules 2.10).
const falseReports = "false_reports"

// DecideInput is what an operator makes of a report.
type DecideInput struct {
	Actor    account.Actor
	ReportID string
	Outcome  string // ReportAccepted, ReportDismissed or ReportActed
	Note     string // who reported reads it
	// Malicious marks a dismissed report as made in bad faith.
	Malicious bool
	// Points takes the points of false reports from who reported, which must be a seller (business-rules 2.10). Rev is the
	// revision of its standing that the operator saw, Confirm its name, typed, when that ends the cooperation.
	Points  bool
	Rev     int64
	Confirm string
}

func (in DecideInput) validate() (event, note string, err error) {
	var bad apperr.Fields
	event, ok := map[string]string{ReportAccepted: EventAccept, ReportDismissed: EventDismiss, ReportActed: EventAct}[in.Outcome]
	if !ok {
		bad.Add("outcome", errOutcome)
	}
	if in.Malicious && in.Outcome != ReportDismissed || in.Points && !in.Malicious {
		bad.Add("malicious", errMalicious)
	}
	note = lines(in.Note)
	bad.Add("note", lengthFault(note, minDecisionNote, maxDecisionNote))
	return event, note, bad.Err()
}

// Decide ends a report (business-rules 10): accepted, dismissed, or acted upon, which hides the rating or the question and
// takes a product off sale. What is hidden or off sale already stays so. Errors: field errors of outcome, malicious, note,
// and those of seller.Deduct; ErrReportNotFound, ErrReportState, ErrChanged.
func (s *Service) Decide(ctx context.Context, in DecideInput) (Report, error) {
	if err := in.Actor.May(account.OperatorFeedback); err != nil {
		return Report{}, err
	}
	event, note, err := in.validate()
	if err != nil {
		return Report{}, err
	}
	var out Report
	err = s.d.DB.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		before, err := getReport(ctx, tx, in.ReportID)
		if err != nil {
			return err
		}
		out = before
		if out.State, err = ReportMachine.Next(before.State, event); err != nil {
			return ErrReportState
		}
		out.Note, out.Malicious, out.DecidedAt, out.DecidedName = note, in.Malicious, tx.Now, in.Actor.Name
		if in.Points {
			if out.DeductionID, err = s.takePoints(ctx, tx, in, out); err != nil {
				return err
			}
		}
		if err := updateReport(ctx, tx, out); err != nil {
			return err
		}
		out.Rev++
		if out.State == ReportActed {
			if err := s.act(ctx, tx, in.Actor, out); err != nil {
				return err
			}
		}
		if err := s.tellReporter(ctx, tx, out); err != nil {
			return err
		}
		return audit.Record(ctx, tx, audit.Change{Action: auditReportDecided, AccountID: out.ReporterID, Object: out.ID, Reason: note,
			Before: map[string]any{"state": before.State}, After: map[string]any{"state": out.State, "malicious": out.Malicious, "points": out.DeductionID}})
	})
	if err != nil {
		return Report{}, err
	}
	return out, nil
}

func (s *Service) takePoints(ctx context.Context, tx *storage.Tx, in DecideInput, x Report) (deductionID string, err error) {
	own, err := s.d.Sellers.GetByAccountTx(ctx, tx, x.ReporterID)
	if errors.Is(err, seller.ErrSellerNotFound) {
		var bad apperr.Fields
		bad.Add("malicious", errNoSeller)
		return "", bad.Err()
	}
	if err != nil {
		return "", err
	}
	d, err := s.d.Sellers.DeductTx(ctx, tx, seller.DeductInput{Actor: in.Actor, SellerID: own.ID, Rev: in.Rev, Rule: falseReports, Reason: x.Note,
		Confirm: in.Confirm})
	if fault := apperr.FieldsOf(err)["reason"]; fault != nil { // the note is the reason
		var bad apperr.Fields
		bad.Add("note", fault)
		return "", bad.Err()
	}
	return d.ID, err
}

// act does what the report asked for.
func (s *Service) act(ctx context.Context, tx *storage.Tx, by account.Actor, x Report) error {
	switch x.Kind {
	case KindRating:
		_, err := s.changeTx(ctx, tx, s.hidingRating(x.SubjectID, x.Note))
		if errors.Is(err, ErrNotShown) || errors.Is(err, ErrRatingNotFound) { // hidden already, or gone with its account
			return nil
		}
		return err
	case KindQuestion:
		_, err := s.moveTx(ctx, tx, s.hidingQuestion(x.SubjectID, x.Note))
		if errors.Is(err, ErrNotShown) || errors.Is(err, ErrQuestionNotFound) {
			return nil
		}
		return err
	}
	err := s.d.Catalog.TakeDownTx(ctx, tx, by, x.SubjectID, x.Note)
	if errors.Is(err, catalog.ErrProductState) { // off sale already
		return nil
	}
	if err != nil {
		return err
	}
	return s.tellSeller(ctx, tx, x.SellerID, "/seller/products/"+x.SubjectID, notify.Message{Event: notify.ProductTakenDown, Key: x.ID,
		Params: notify.Params("product", x.ProductName, "reason", x.Note)})
}

func (s *Service) tellReporter(ctx context.Context, tx *storage.Tx, x Report) error {
	result := map[string]i18n.Text{ReportAccepted: {ZH: "已受理", EN: "accepted"}, ReportDismissed: {ZH: "不予受理", EN: "dismissed"},
		ReportActed: {ZH: "已处置", EN: "acted upon"}}[x.State]
	return s.d.Notify.SendTx(ctx, tx, notify.Message{To: x.ReporterID, Event: notify.ReportDecided, Key: x.ID,
		Params: notify.Params("product", x.ProductName, "result", result, "note", x.Note)})
}

// ReportFilter narrows a list of reports; empty members do not.
type ReportFilter struct {
	State string
	Kind  string
	Text  string // part of the product's name or of the report
}

// Reports lists reports to operators, the newest first. Errors: bad_cursor.
func (s *Service) Reports(ctx context.Context, actor account.Actor, f ReportFilter, p page.Request) (page.Of[Report], error) {
	if err := actor.May(account.OperatorFeedback); err != nil {
		return page.Of[Report]{}, err
	}
	return listReports(ctx, s.d.DB.Reader(), "", f, p)
}

// MyReports lists what the actor's account reported, the newest first. Errors: bad_cursor.
func (s *Service) MyReports(ctx context.Context, actor account.Actor, p page.Request) (page.Of[Report], error) {
	if err := actor.May(account.SignedIn); err != nil {
		return page.Of[Report]{}, err
	}
	return listReports(ctx, s.d.DB.Reader(), actor.ID, ReportFilter{}, p)
}

// ReportByID shows a report to an operator. Errors: ErrReportNotFound.
func (s *Service) ReportByID(ctx context.Context, actor account.Actor, reportID string) (Report, error) {
	if err := actor.May(account.OperatorFeedback); err != nil {
		return Report{}, err
	}
	return getReport(ctx, s.d.DB.Reader(), reportID)
}

// CountReports counts the reports that wait for an operator, as far as one page reaches.
func (s *Service) CountReports(ctx context.Context, actor account.Actor) (int, error) {
	if err := actor.May(account.OperatorFeedback); err != nil {
		return 0, err
	}
	return countOpen(ctx, s.d.DB.Reader(), page.MaxLimit)
}
