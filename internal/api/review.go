package api

import (
	"context"
	"time"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/page"
)

type lineView struct {
	Op   string `json:"op" enum:" ,-,+" doc:"Stays, goes or comes."`
	Text string `json:"text"`
}

type riseView struct {
	Percent string `json:"percent" example:"+25.0" doc:"Of the old price."`
	Big     bool   `json:"big" doc:"30 percent or more, up or down: look twice."`
}

type changeView struct {
	Field string     `json:"field" doc:"Name of the field in the page's form." example:"name_zh"`
	Index int        `json:"index,omitempty" doc:"Number of the entry, from 1, of a highlight or parameter."`
	Old   textView   `json:"old"`
	New   textView   `json:"new"`
	Lines []lineView `json:"lines" doc:"The lines of a rich text; empty for other fields."`
	Rise  *riseView  `json:"rise,omitempty" doc:"Of a price that changes: by how much."`
}

type historyView struct {
	At        time.Time `json:"at"`
	ActorName string    `json:"actor_name"`
	ActorKind string    `json:"actor_kind" enum:"buyer,seller,operator"`
	Event     string    `json:"event"`
	From      string    `json:"from,omitempty"`
	To        string    `json:"to,omitempty"`
	Reason    string    `json:"reason,omitempty"`
	Rev       int64     `json:"rev"`
}

type applicationDetailView struct {
	draftView
	Live    *contentView  `json:"live,omitempty" doc:"The version on sale."`
	Changes []changeView  `json:"changes" doc:"What differs from the version on sale, while the application is open."`
	History []historyView `json:"history"`
	Check   *checkView    `json:"check,omitempty" doc:"What the machine checks said; left out when there were none."`
	Touches *affectedView `json:"touches,omitempty" doc:"What a delisting that is not decided yet would touch."`
	Holds   *UpgradeView  `json:"holds,omitempty" doc:"The upgrade rule that an application for one would replace."`
	Can     []string      `json:"can" doc:"The events that you may cause now: submit, withdraw, revise, delete, approve, reject."`
}

// checkView is what the machine checks said of one revision.
type checkView struct {
	Rev      int64         `json:"rev" doc:"The revision that was checked."`
	AskedAt  time.Time     `json:"asked_at"`
	DoneAt   *time.Time    `json:"done_at,omitempty" doc:"Left out while they run."`
	Stale    bool          `json:"stale" doc:"The content has changed since."`
	Findings []findingView `json:"findings"`
}

type findingView struct {
	Check    string   `json:"check" enum:"form,name,characters,links,guide,pictures,claims,personal,certificate"`
	Severity string   `json:"severity" enum:"blocks,look,fine" doc:"It would be refused; a person has to judge; nothing was found."`
	Field    string   `json:"field,omitempty" doc:"By the name it has in the page's form."`
	Text     textView `json:"text" doc:"What is found, and what to do."`
}

func checkViewOf(m catalog.MachineCheck) checkView {
	return checkView{m.Rev, m.AskedAt.UTC(), timeOrNil(m.DoneAt), m.Stale, all(m.Findings, func(f catalog.Finding) findingView {
		return findingView{f.Check, string(f.Severity), f.Field, textOf(f.Text)}
	})}
}

type queueInput struct {
	PageInput
	State    string `query:"state" enum:"pending,approved,rejected,all" default:"pending" doc:"Pending ones come in the order in which they are due, others with the latest first."`
	Kind     string `query:"kind" maxLength:"32" doc:"Of one kind only."`
	Delivery string `query:"delivery" maxLength:"32" doc:"For products of one delivery type only."`
	Family   string `query:"family" enum:"general,joint" doc:"For general or joint products only."`
	Overdue  bool   `query:"overdue" doc:"Only what should have been decided on by now."`
	Sort     string `query:"sort" enum:"due,-due,submitted,-submitted" doc:"Another order."`
	SellerID string `query:"seller_id" maxLength:"64" doc:"Of one seller only."`
	Q        string `query:"q" maxLength:"200" doc:"Words that must all be in the product's or the seller's name or an id."`
}

type rejectInput struct {
	IDInput
	Body struct {
		Rev    int64  `json:"rev" doc:"The revision that you read."`
		Reason string `json:"reason" maxLength:"4000" doc:"What the seller reads; 5 to 500 characters."`
	}
}

func (s *server) review() {
	decide := []*apperr.Error{catalog.ErrApplicationNotFound, catalog.ErrNotInState, catalog.ErrApplicationChanged}
	register(s, operation{id: "list-review-queue", method: get, path: "/review/applications", tag: tagReview, summary: "List what is to be reviewed",
		description: "Whatever was submitted, by state.", needs: need(account.OperatorApplications), service: []string{"catalog.Queue"}, errors: []*apperr.Error{page.ErrBadCursor}},
		func(ctx context.Context, in *queueInput) (*listOutput[ApplicationView], error) {
			p, err := s.Catalog.Queue(ctx, actor(ctx), catalog.QueueFilter{State: in.State, Kind: in.Kind, Delivery: catalog.Delivery(in.Delivery),
				Family: catalog.Family(in.Family), SellerID: in.SellerID, Overdue: in.Overdue, Text: in.Q, Sort: in.Sort}, in.request())
			return listed(p, applicationOf), err
		})
	register(s, operation{id: "get-application", method: get, path: "/applications/{id}", tag: tagProducts, summary: "Get an application",
		description: "With its content, its differences from the version on sale, and its history.", needs: need(account.SellerApplications, account.OperatorApplications),
		service: []string{"catalog.ApplicationDetail"}, errors: []*apperr.Error{catalog.ErrApplicationNotFound, catalog.ErrNotASeller}}, s.application)
	register(s, operation{id: "check-application", method: post, path: "/applications/{id}/check", tag: tagProducts, summary: "Have an application checked by program",
		description: "A seller's draft before it is submitted, or what is pending for an operator. The answer comes at once; read the application for the result.",
		needs:       need(account.SellerApplications, account.OperatorApplications), service: []string{"catalog.CheckNow"},
		errors: []*apperr.Error{catalog.ErrApplicationNotFound, catalog.ErrNotASeller, catalog.ErrNotChecked, catalog.ErrCheckedJustNow}},
		func(ctx context.Context, in *IDInput) (*output[checkView], error) {
			m, err := s.Catalog.CheckNow(ctx, catalog.CheckNowInput{Actor: actor(ctx), ApplicationID: in.ID})
			return answer(checkViewOf(m), err)
		})
	register(s, operation{id: "approve-application", method: post, path: "/applications/{id}/approve", tag: tagReview, summary: "Approve an application",
		description: "Its version goes on sale, or what it asks for is done.", needs: need(account.OperatorApplications), service: []string{"catalog.Approve"}, errors: append(decide, catalog.ErrProofEnded, catalog.ErrAPIGroupTaken, catalog.ErrUpgradeConflict)},
		func(ctx context.Context, in *revInput) (*output[ApplicationView], error) {
			a, err := s.Catalog.Approve(ctx, catalog.ApproveInput{Actor: actor(ctx), ApplicationID: in.ID, Rev: in.Body.Rev})
			return answer(applicationOf(a), err)
		})
	register(s, operation{id: "reject-application", method: post, path: "/applications/{id}/reject", tag: tagReview, summary: "Reject an application",
		description: "It goes back to the seller with a reason; what is on sale stays as it is.", needs: need(account.OperatorApplications), service: []string{"catalog.Reject"},
		errors: append(decide, catalog.ErrReason)},
		func(ctx context.Context, in *rejectInput) (*output[ApplicationView], error) {
			a, err := s.Catalog.Reject(ctx, catalog.RejectInput{Actor: actor(ctx), ApplicationID: in.ID, Rev: in.Body.Rev, Reason: in.Body.Reason})
			return answer(applicationOf(a), err)
		})
}

func (s *server) application(ctx context.Context, in *IDInput) (*output[applicationDetailView], error) {
	d, err := s.Catalog.ApplicationDetail(ctx, actor(ctx), in.ID)
	if err != nil {
		return nil, err
	}
	var check *checkView
	if d.Check != nil {
		v := checkViewOf(*d.Check)
		check = &v
	}
	var holds *UpgradeView
	if d.Holds != nil {
		v := upgradeOf(*d.Holds)
		holds = &v
	}
	return answer(applicationDetailView{draftView: draftOf(d.Draft), Holds: holds, Check: check, Live: contentOrNil(d.Live),
		Changes: all(d.Changes, func(c catalog.FieldChange) changeView {
			return changeView{c.Field, c.Index, textOf(c.Old), textOf(c.New), all(c.Lines, func(l catalog.LineChange) lineView { return lineView(l) }), (*riseView)(c.Rise)}
		}),
		History: all(d.History, func(h catalog.HistoryEntry) historyView {
			return historyView{h.At.UTC(), h.ActorName, string(h.ActorKind), h.Event, h.From, h.To, h.Reason, h.Rev}
		}),
		Can: all(d.Can, func(e string) string { return e }), Touches: (*affectedView)(d.Touches)}, nil)
}
