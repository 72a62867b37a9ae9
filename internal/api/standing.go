package api

import (
	"context"
	"time"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/blob"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/kernel/period"
	"github.com/souk-market/souk/internal/seller"
)

// RuleView is a rule that sellers must keep.
type RuleView struct {
	Code   string   `json:"code" example:"late_answer"`
	Points int      `json:"points" doc:"What breaking it costs."`
	Text   textView `json:"text"`
}

func ruleOf(code string) RuleView {
	r, _ := seller.RuleOf(code)
	return RuleView{r.Code, r.Points, textOf(r.Text)}
}

type depositView struct {
	Amount moneyView  `json:"amount" doc:"Zero for none: the marketplace asks for none."`
	Note   string     `json:"note"`
	At     *time.Time `json:"at" doc:"When it was recorded; null when it never was."`
}

func depositOf(d seller.Deposit) depositView {
	return depositView{moneyOf(d.Amount), d.Note, timeOrNil(d.At)}
}

type standingView struct {
	Level    string      `json:"level" enum:"certified,preferred,leading"`
	Deposit  depositView `json:"deposit" doc:"What an operator recorded as the seller's security deposit."`
	Hardware bool        `json:"hardware" doc:"Whether the seller may publish hardware."`
	Rev      int64       `json:"rev" doc:"Grows with everything that is decided about the seller; send the one you saw."`
	Year     int         `json:"year"`
	Deducted int         `json:"deducted" doc:"Points taken in the calendar year."`
	Left     int         `json:"left"`
}

func standingOf(s seller.Standing) standingView {
	return standingView{string(s.Level), depositOf(s.Deposit), s.Hardware, s.Rev, s.Year, s.Deducted, s.Left()}
}

// DeductionView are points that were taken.
type DeductionView struct {
	ID           string     `json:"id" example:"ptd_01kb3v0000000000000000000"`
	Year         int        `json:"year"`
	Points       int        `json:"points"`
	Rule         RuleView   `json:"rule"`
	Reason       string     `json:"reason"`
	At           time.Time  `json:"at"`
	ReturnedAt   *time.Time `json:"returned_at" doc:"Null while they count."`
	ReturnReason string     `json:"return_reason"`
}

func deductionOf(d seller.Deduction) DeductionView {
	return DeductionView{d.ID, d.Year, d.Points, ruleOf(d.Rule), d.Reason, d.At, timeOrNil(d.RevokedAt), d.RevokeReason}
}

// PublishedPenaltyView is a penalty as everybody may read it.
type PublishedPenaltyView struct {
	ID        string     `json:"id" example:"pen_01kb3v0000000000000000000"`
	SellerID  string     `json:"seller_id"`
	Seller    textView   `json:"seller"`
	Kind      string     `json:"kind" enum:"warning,publish_ban,delist,yellow_list,blacklist,expel"`
	Name      textView   `json:"name"`
	Rule      RuleView   `json:"rule"`
	State     string     `json:"state" enum:"in_force,expired,revoked"`
	StartedAt time.Time  `json:"started_at"`
	DueAt     *time.Time `json:"due_at" doc:"Null: it has no end."`
}

func publishedOf(p seller.Penalty) PublishedPenaltyView {
	info, _ := p.Kind.Info()
	return PublishedPenaltyView{p.ID, p.SellerID, textOf(p.SellerName), string(p.Kind), textOf(info.Name), ruleOf(p.Rule), p.State, p.StartedAt, timeOrNil(p.DueAt)}
}

// PenaltyView is a penalty as the seller and operators read it.
type PenaltyView struct {
	PublishedPenaltyView
	Reason     string     `json:"reason"`
	Cause      string     `json:"cause" doc:"The points that led to it; empty when an operator chose it."`
	Delisted   int        `json:"delisted" doc:"How many products it took off sale."`
	Forfeited  moneyView  `json:"forfeited" doc:"What an expulsion took of the deposit."`
	TradeUntil *time.Time `json:"trade_until" doc:"Until when joint products are restricted."`
	EndedAt    *time.Time `json:"ended_at"`
	EndReason  string     `json:"end_reason"`
}

func penaltyOf(p seller.Penalty) PenaltyView {
	return PenaltyView{publishedOf(p), p.Reason, p.Cause, p.Delisted, moneyOf(p.Forfeited), timeOrNil(p.TradeUntil), timeOrNil(p.EndedAt), p.EndReason}
}

// ExitView is a request of a seller to leave.
type ExitView struct {
	ID        string     `json:"id" example:"sex_01kb3v0000000000000000000"`
	SellerID  string     `json:"seller_id"`
	State     string     `json:"state" enum:"requested,withdrawn,refused,confirmed,overruled"`
	Reason    string     `json:"reason"`
	AskedAt   time.Time  `json:"asked_at"`
	DecidedAt *time.Time `json:"decided_at"`
	Answer    string     `json:"answer"`
}

func exitOf(e seller.Exit) ExitView {
	return ExitView{e.ID, e.SellerID, e.State, e.Reason, e.AskedAt, timeOrNil(e.DecidedAt), e.Answer}
}

// UploadsView is what a seller may still upload today.
type UploadsView struct {
	Files     int64       `json:"files" doc:"Files that may still be uploaded today."`
	Bytes     int64       `json:"bytes" doc:"Bytes that may still be uploaded today."`
	FilesMost int64       `json:"files_most" doc:"Files a day."`
	BytesMost int64       `json:"bytes_most" doc:"Bytes a day."`
	Raised    *raisedView `json:"raised" doc:"What an operator raised; null when the rule is in force."`
}

type raisedView struct {
	Files  int64  `json:"files" doc:"Files a day; 0 is as the rule has it."`
	GB     int64  `json:"gb" doc:"GB a day; 0 is as the rule has it."`
	Until  string `json:"until" format:"date" doc:"The last day of the marketplace's calendar."`
	Reason string `json:"reason"`
}

func uploadsOf(l blob.Left) UploadsView {
	v := UploadsView{l.Files, l.Bytes, l.Limit.Files, l.Limit.Bytes, nil}
	if r := l.Raise; r.On() {
		v.Raised = &raisedView{r.Files, r.Bytes >> 30, r.Until.In(period.Shanghai()).Format(time.DateOnly), r.Reason}
	}
	return v
}

type recordView struct {
	SellerID  string          `json:"seller_id"`
	Name      textView        `json:"name"`
	Entry     string          `json:"entry" doc:"The state of its admission."`
	Standing  standingView    `json:"standing"`
	Points    []DeductionView `json:"points"`
	Penalties []PenaltyView   `json:"penalties"`
	Exit      *ExitView       `json:"exit" doc:"The last request to leave; null for none."`
	Uploads   UploadsView     `json:"uploads"`
}

func recordOf(r seller.Record) recordView {
	out := recordView{r.Seller.ID, textOf(r.Seller.Name), r.Seller.State, standingOf(r.Standing), all(r.Points, deductionOf), all(r.Penalties, penaltyOf), nil, uploadsOf(r.Uploads)}
	if r.Exit != nil {
		e := exitOf(*r.Exit)
		out.Exit = &e
	}
	return out
}

// SellerRowView is a seller in a list for operators.
type SellerRowView struct {
	ID       string   `json:"id"`
	Account  string   `json:"account_id"`
	Name     textView `json:"name"`
	Company  string   `json:"company"`
	Entry    string   `json:"entry"`
	Level    string   `json:"level"`
	Deducted int      `json:"deducted"`
	InForce  int      `json:"in_force" doc:"Penalties in force."`
}

func sellerRowOf(r seller.SellerRow) SellerRowView {
	return SellerRowView{r.ID, r.AccountID, textOf(r.Name), r.Info.LegalName, r.State, string(r.Level), r.Deducted, r.InForce}
}

type sellersInput struct {
	PageInput
	Text  string `query:"q" maxLength:"100" doc:"In the names or the company, an id, or a login."`
	State string `query:"state" maxLength:"30" doc:"Of the admission."`
	Level string `query:"level" enum:"certified,preferred,leading"`
}

type levelInput struct {
	IDInput
	Body struct {
		Rev    int64  `json:"rev"`
		Level  string `json:"level" enum:"certified,preferred,leading"`
		Reason string `json:"reason" maxLength:"4000"`
	}
}

type hardwareInput struct {
	IDInput
	Body struct {
		Rev     int64  `json:"rev"`
		Allowed bool   `json:"allowed" doc:"On the list of those who may publish hardware."`
		Reason  string `json:"reason" maxLength:"4000"`
	}
}

type raiseInput struct {
	IDInput
	Body struct {
		Rev    int64  `json:"rev"`
		Files  int64  `json:"files,omitempty" doc:"Files a day; 0 is as the rule has it."`
		GB     int64  `json:"gb,omitempty" doc:"GB a day; 0 is as the rule has it."`
		Until  string `json:"until" maxLength:"10" example:"2026-12-31" doc:"The last day of the marketplace's calendar."`
		Reason string `json:"reason" maxLength:"4000"`
	}
}

type depositInput struct {
	IDInput
	Body struct {
		Rev    int64     `json:"rev"`
		Amount moneyView `json:"amount"`
		Note   string    `json:"note,omitempty" maxLength:"1000" doc:"What it was agreed for; the seller reads it."`
		Reason string    `json:"reason" maxLength:"4000"`
	}
}

type pointsInput struct {
	IDInput
	Body struct {
		Rev     int64  `json:"rev"`
		Rule    string `json:"rule" maxLength:"50"`
		Reason  string `json:"reason" maxLength:"4000"`
		Confirm string `json:"confirm,omitempty" maxLength:"200" doc:"The seller's name, when this ends the cooperation."`
	}
}

type penaliseInput struct {
	IDInput
	Body struct {
		Rev     int64  `json:"rev"`
		Kind    string `json:"kind" enum:"warning,publish_ban,delist,yellow_list,blacklist,expel"`
		Rule    string `json:"rule" maxLength:"50"`
		Reason  string `json:"reason" maxLength:"4000"`
		Confirm string `json:"confirm,omitempty" maxLength:"200" doc:"The seller's name, for an expulsion."`
	}
}

type takeBackInput struct {
	IDInput
	Body struct {
		Rev    int64  `json:"rev"`
		Reason string `json:"reason" maxLength:"4000"`
	}
}

func (in *takeBackInput) input(who account.Actor) seller.RevokeInput {
	return seller.RevokeInput{Actor: who, ID: in.ID, Rev: in.Body.Rev, Reason: in.Body.Reason}
}

func (s *server) standing() {
	may := need(account.OperatorPenalties)
	decided := []*apperr.Error{seller.ErrSellerNotFound, seller.ErrStandingChanged, seller.ErrSellerGone, seller.ErrReason}
	register(s, operation{id: "list-penalties", method: get, path: "/penalties", tag: tagSellers, summary: "List published penalties",
		description: "The latest first.", needs: need(account.Public), service: []string{"seller.PublishedPenalties"}, errors: []*apperr.Error{page.ErrBadCursor}},
		func(ctx context.Context, in *PageInput) (*listOutput[PublishedPenaltyView], error) {
			p, err := s.Sellers.PublishedPenalties(ctx, in.request())
			return listed(p, publishedOf), err
		})
	register(s, operation{id: "list-sellers", method: get, path: "/sellers", tag: tagSellers, summary: "Search sellers",
		description: "The newest first.", needs: need(account.OperatorSellers), service: []string{"seller.Sellers"}, errors: []*apperr.Error{page.ErrBadCursor}},
		func(ctx context.Context, in *sellersInput) (*listOutput[SellerRowView], error) {
			p, err := s.Sellers.Sellers(ctx, actor(ctx), seller.SellerFilter{Text: in.Text, State: in.State, Level: seller.Level(in.Level)}, in.request())
			return listed(p, sellerRowOf), err
		})
	register(s, operation{id: "get-seller-record", method: get, path: "/sellers/{id}/record", tag: tagSellers, summary: "Get a seller's record",
		description: "Level, points, penalties and the last request to leave.", needs: need(account.OperatorSellers), service: []string{"seller.Dossier"},
		errors: []*apperr.Error{seller.ErrSellerNotFound}},
		func(ctx context.Context, in *IDInput) (*output[recordView], error) {
			d, err := s.Sellers.Dossier(ctx, actor(ctx), in.ID)
			return answer(recordOf(d.Record), err)
		})
	register(s, operation{id: "set-seller-level", method: put, path: "/sellers/{id}/level", tag: tagSellers, summary: "Set a seller's level",
		description: "It does not rise while it is on the yellow or the black list.", needs: need(account.OperatorSellerReviews), service: []string{"seller.SetLevel"},
		errors: append([]*apperr.Error{seller.ErrLevelFrozen, seller.ErrLevelUnknown}, decided...)},
		func(ctx context.Context, in *levelInput) (*output[standingView], error) {
			out, err := s.Sellers.SetLevel(ctx, seller.SetLevelInput{Actor: actor(ctx), SellerID: in.ID, Rev: in.Body.Rev, Level: seller.Level(in.Body.Level), Reason: in.Body.Reason})
			return answer(standingOf(out), err)
		})
	register(s, operation{id: "set-seller-hardware", method: put, path: "/sellers/{id}/hardware", tag: tagSellers, summary: "Let a seller publish hardware, or not",
		description: "What is on sale stays on sale; the next application is refused.", needs: need(account.OperatorSellerReviews), service: []string{"seller.SetHardware"}, errors: decided},
		func(ctx context.Context, in *hardwareInput) (*output[standingView], error) {
			out, err := s.Sellers.SetHardware(ctx, seller.SetHardwareInput{Actor: actor(ctx), SellerID: in.ID, Rev: in.Body.Rev, Allowed: in.Body.Allowed, Reason: in.Body.Reason})
			return answer(standingOf(out), err)
		})
	register(s, operation{id: "raise-seller-uploads", method: put, path: "/sellers/{id}/uploads", tag: tagSellers, summary: "Raise what a seller may upload in a day",
		description: "Up to and with a day, instead of an earlier raise. The seller is told.", needs: need(account.OperatorSellerReviews),
		service: []string{"seller.RaiseUploads"}, errors: append([]*apperr.Error{seller.ErrRaisedFiles, seller.ErrRaisedGB, seller.ErrRaisedNothing, seller.ErrRaisedUntil}, decided...)},
		func(ctx context.Context, in *raiseInput) (*output[UploadsView], error) {
			out, err := s.Sellers.RaiseUploads(ctx, seller.RaiseUploadsInput{Actor: actor(ctx), SellerID: in.ID, Rev: in.Body.Rev, Files: in.Body.Files, GB: in.Body.GB,
				Until: in.Body.Until, Reason: in.Body.Reason})
			return answer(uploadsOf(out), err)
		})
	register(s, operation{id: "end-seller-uploads", method: post, path: "/sellers/{id}/uploads/end", tag: tagSellers, summary: "End what was raised of a seller's uploads",
		description: "The rule is in force again at once. The seller is told.", needs: need(account.OperatorSellerReviews),
		service: []string{"seller.EndUploads"}, errors: append([]*apperr.Error{seller.ErrNotRaised}, decided...)},
		func(ctx context.Context, in *takeBackInput) (*output[UploadsView], error) {
			out, err := s.Sellers.EndUploads(ctx, seller.EndUploadsInput{Actor: actor(ctx), SellerID: in.ID, Rev: in.Body.Rev, Reason: in.Body.Reason})
			return answer(uploadsOf(out), err)
		})
	register(s, operation{id: "set-seller-deposit", method: put, path: "/sellers/{id}/deposit", tag: tagSellers, summary: "Record a seller's deposit",
		description: "A record only: no money moves. Of a seller that left it only becomes less.", needs: need(account.OperatorSellerReviews),
		service: []string{"seller.SetDeposit"}, errors: append([]*apperr.Error{seller.ErrDepositAmount}, decided...)},
		func(ctx context.Context, in *depositInput) (*output[standingView], error) {
			out, err := s.Sellers.SetDeposit(ctx, seller.SetDepositInput{Actor: actor(ctx), SellerID: in.ID, Rev: in.Body.Rev, Amount: in.Body.Amount.Amount,
				Note: in.Body.Note, Reason: in.Body.Reason})
			return answer(standingOf(out), err)
		})
	register(s, operation{id: "take-seller-points", method: post, path: "/sellers/{id}/points", tag: tagSellers, summary: "Take points from a seller",
		description: "At 12, 25 and 50 points of a year a penalty follows at once.", needs: may, service: []string{"seller.Deduct"},
		errors: append([]*apperr.Error{seller.ErrRuleUnknown, seller.ErrConfirmName, seller.ErrEntryState, seller.ErrEntryChanged}, decided...)},
		func(ctx context.Context, in *pointsInput) (*output[DeductionView], error) {
			out, err := s.Sellers.Deduct(ctx, seller.DeductInput{Actor: actor(ctx), SellerID: in.ID, Rev: in.Body.Rev, Rule: in.Body.Rule, Reason: in.Body.Reason, Confirm: in.Body.Confirm})
			return answer(deductionOf(out), err)
		})
	register(s, operation{id: "return-seller-points", method: post, path: "/seller-points/{id}/return", tag: tagSellers, summary: "Give points back",
		description: "Takes back the penalty that they led to as well, if it is in force.", needs: may, service: []string{"seller.RevokePoints"},
		errors: append([]*apperr.Error{seller.ErrPointsNotFound, seller.ErrPointsRevoked}, decided...)},
		func(ctx context.Context, in *takeBackInput) (*output[DeductionView], error) {
			out, err := s.Sellers.RevokePoints(ctx, in.input(actor(ctx)))
			return answer(deductionOf(out), err)
		})
	register(s, operation{id: "penalise-seller", method: post, path: "/sellers/{id}/penalties", tag: tagSellers, summary: "Punish a seller",
		description: "With effect at once; all but warnings are published.", needs: may, service: []string{"seller.Penalise"},
		errors: append([]*apperr.Error{seller.ErrPenaltyKind, seller.ErrRuleUnknown, seller.ErrConfirmName, seller.ErrEntryState, seller.ErrEntryChanged}, decided...)},
		func(ctx context.Context, in *penaliseInput) (*output[PenaltyView], error) {
			out, err := s.Sellers.Penalise(ctx, seller.PenaliseInput{Actor: actor(ctx), SellerID: in.ID, Rev: in.Body.Rev, Kind: seller.PenaltyKind(in.Body.Kind),
				Rule: in.Body.Rule, Reason: in.Body.Reason, Confirm: in.Body.Confirm})
			return answer(penaltyOf(out), err)
		})
	register(s, operation{id: "revoke-seller-penalty", method: post, path: "/seller-penalties/{id}/revoke", tag: tagSellers, summary: "Take a penalty back",
		description: "Products that it took off sale stay off.", needs: may, service: []string{"seller.RevokePenalty"},
		errors: append([]*apperr.Error{seller.ErrPenaltyNotFound, seller.ErrPenaltyState}, decided...)},
		func(ctx context.Context, in *takeBackInput) (*output[PenaltyView], error) {
			out, err := s.Sellers.RevokePenalty(ctx, in.input(actor(ctx)))
			return answer(penaltyOf(out), err)
		})
	s.exits()
}

type askExitInput struct {
	Body struct {
		Reason  string `json:"reason" maxLength:"4000"`
		Confirm string `json:"confirm" maxLength:"200" doc:"Your name as a seller."`
	}
}

type refuseExitInput struct {
	IDInput
	Body struct {
		Reason string `json:"reason" maxLength:"4000"`
	}
}

func (s *server) exits() {
	mine, main, review := need(account.SellerInfo), need(account.MainUser), need(account.OperatorSellerReviews)
	own, moved := []*apperr.Error{seller.ErrSellerNotFound, seller.ErrMainAccountOnly}, []*apperr.Error{seller.ErrExitNotFound, seller.ErrExitState}
	register(s, operation{id: "get-standing", method: get, path: "/standing", tag: tagSellers, summary: "Get your standing as a seller",
		description: "Level, points, penalties and the last request to leave.", needs: mine, service: []string{"seller.MyRecord"}, errors: own},
		func(ctx context.Context, _ *none) (*output[recordView], error) {
			r, err := s.Sellers.MyRecord(ctx, actor(ctx))
			return answer(recordOf(r), err)
		})
	register(s, operation{id: "request-exit", method: post, path: "/exit", tag: tagSellers, summary: "Ask to leave as a seller",
		description: "Needs no open orders; products stay on sale until an operator confirms.", needs: main, service: []string{"seller.RequestExit"},
		errors: append([]*apperr.Error{seller.ErrReason, seller.ErrConfirmName, seller.ErrExitExpelled, seller.ErrExitOrders, seller.ErrExitOpen}, own...)},
		func(ctx context.Context, in *askExitInput) (*output[ExitView], error) {
			out, err := s.Sellers.RequestExit(ctx, seller.RequestExitInput{Actor: actor(ctx), Reason: in.Body.Reason, Confirm: in.Body.Confirm})
			return answer(exitOf(out), err)
		})
	register(s, operation{id: "withdraw-exit", method: post, path: "/exit/withdraw", tag: tagSellers, summary: "Take your request to leave back",
		description: "Before an operator decided.", needs: main, service: []string{"seller.WithdrawExit"}, errors: append(moved, own...)},
		func(ctx context.Context, _ *none) (*output[ExitView], error) {
			out, err := s.Sellers.WithdrawExit(ctx, actor(ctx))
			return answer(exitOf(out), err)
		})
	register(s, operation{id: "list-exits", method: get, path: "/exits", tag: tagSellers, summary: "List requests to leave",
		description: "Those that wait, the oldest first.", needs: review, service: []string{"seller.Exits"}, errors: []*apperr.Error{page.ErrBadCursor}},
		func(ctx context.Context, in *PageInput) (*listOutput[ExitView], error) {
			p, err := s.Sellers.Exits(ctx, actor(ctx), in.request())
			return listed(p, exitOf), err
		})
	register(s, operation{id: "confirm-exit", method: post, path: "/exits/{id}/confirm", tag: tagSellers, summary: "Let a seller go",
		description: "Its products go off sale; it may apply again.", needs: review, service: []string{"seller.ConfirmExit"},
		errors: append([]*apperr.Error{seller.ErrExitOrders, seller.ErrEntryState, seller.ErrEntryChanged}, moved...)},
		func(ctx context.Context, in *IDInput) (*output[ExitView], error) {
			out, err := s.Sellers.ConfirmExit(ctx, seller.DecideExitInput{Actor: actor(ctx), ID: in.ID})
			return answer(exitOf(out), err)
		})
	register(s, operation{id: "refuse-exit", method: post, path: "/exits/{id}/refuse", tag: tagSellers, summary: "Refuse a request to leave",
		description: "The seller reads why.", needs: review, service: []string{"seller.RefuseExit"}, errors: append([]*apperr.Error{seller.ErrReason}, moved...)},
		func(ctx context.Context, in *refuseExitInput) (*output[ExitView], error) {
			out, err := s.Sellers.RefuseExit(ctx, seller.DecideExitInput{Actor: actor(ctx), ID: in.ID, Reason: in.Body.Reason})
			return answer(exitOf(out), err)
		})
}
