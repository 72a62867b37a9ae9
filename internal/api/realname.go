package api

import (
	"context"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/realname"
)

type realNameForm struct {
	Kind     string `json:"kind" enum:"personal,enterprise"`
	Name     string `json:"name,omitempty" doc:"As on the document."`
	Document string `json:"document,omitempty" doc:"id_card or passport of a person; uscc or foreign of a company."`
	Number   string `json:"number,omitempty" doc:"Read back, its last four characters. Sent empty, the stored one is kept."`
	Birth    string `json:"birth,omitempty" doc:"Of a person: 2006-01-02."`
	Front    string `json:"front,omitempty" doc:"Id of an uploaded file, purpose identity."`
	Back     string `json:"back,omitempty" doc:"Id of an uploaded file, purpose identity."`
	LegalRep string `json:"legal_rep,omitempty" doc:"Of a company."`
	Licence  string `json:"licence,omitempty" doc:"Id of an uploaded file, purpose identity."`
	Founded  string `json:"founded,omitempty" doc:"Of a company: 2006-01-02."`
	Capital  string `json:"capital,omitempty" doc:"Registered capital of a company in 10,000 CNY."`
}

func (f realNameForm) content() realname.Content {
	return realname.Content{Kind: account.Verified(f.Kind), Name: f.Name, Document: realname.DocumentType(f.Document), Number: f.Number,
		Birth: f.Birth, Front: f.Front, Back: f.Back, LegalRep: f.LegalRep, Licence: f.Licence, Founded: f.Founded, Capital: f.Capital}
}

type verificationView struct {
	ID          string       `json:"id"`
	AccountID   string       `json:"account_id"`
	State       string       `json:"state" enum:"draft,in_review,rejected,approved"`
	Rev         int64        `json:"rev"`
	Form        realNameForm `json:"form"`
	Reason      string       `json:"reason,omitempty" doc:"Of a rejection."`
	AssignedTo  string       `json:"assigned_to,omitempty"`
	CreatedAt   time.Time    `json:"created_at"`
	SubmittedAt *time.Time   `json:"submitted_at,omitempty"`
	DecidedAt   *time.Time   `json:"decided_at,omitempty"`
	SameNumber  []string     `json:"same_number,omitempty" doc:"Other accounts that used the same number; for operators only."`
}

func moment(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	t = t.UTC()
	return &t
}

func verificationOf(a realname.Application) verificationView {
	c := a.Content
	return verificationView{ID: a.ID, AccountID: a.AccountID, State: string(a.State), Rev: a.Rev, Reason: a.Reason, AssignedTo: a.AssignedTo,
		CreatedAt: a.CreatedAt.UTC(), SubmittedAt: moment(a.SubmittedAt), DecidedAt: moment(a.DecidedAt),
		Form: realNameForm{string(c.Kind), c.Name, string(c.Document), c.Number, c.Birth, c.Front, c.Back, c.LegalRep, c.Licence, c.Founded, c.Capital}}
}

type realNameView struct {
	Open     *verificationView `json:"open,omitempty" doc:"What is being filled in or reviewed."`
	Approved *verificationView `json:"approved,omitempty" doc:"What was proven last."`
}

type realNameInput struct {
	Body struct {
		Rev  int64        `json:"rev" doc:"Of the open application; 0 when there is none."`
		Form realNameForm `json:"form"`
	}
}

type verificationsInput struct {
	PageInput
	State string `query:"state" enum:"in_review,rejected,approved" doc:"in_review when not given."`
}

type decideInput struct {
	IDInput
	Body struct {
		Rev    int64  `json:"rev" doc:"That was looked at."`
		Reason string `json:"reason,omitempty" doc:"Of a rejection; the applicant reads it."`
	}
}

type claimInput struct {
	IDInput
	Body struct {
		Mine bool `json:"mine" doc:"Take it, or let go of it."`
	}
}

type documentInput struct {
	IDInput
	Field string `query:"field" required:"true" enum:"front,back,licence"`
}

func formErrors() []*apperr.Error {
	return []*apperr.Error{realname.ErrChanged, realname.ErrState, realname.ErrKind, realname.ErrMissing, realname.ErrFileMissing, realname.ErrFileUnknown,
		realname.ErrTooLong, realname.ErrCharacters, realname.ErrDate, realname.ErrDatePast, realname.ErrBirthDiffers, realname.ErrDocument,
		realname.ErrIDNumber, realname.ErrUSCC, realname.ErrNumber, realname.ErrCapital}
}

func (s *server) realName() {
	mine := need(account.MainUser)
	register(s, operation{id: "get-real-name", method: get, path: "/me/real-name", tag: tagRealName, summary: "Get the real-name verification of the account",
		description: "The open application and what was approved last.", needs: mine, service: []string{"realname.Mine"}},
		func(ctx context.Context, _ *struct{}) (*output[realNameView], error) {
			open, approved, err := s.RealName.Mine(ctx, actor(ctx))
			var out realNameView
			if open != nil {
				v := verificationOf(*open)
				out.Open = &v
			}
			if approved != nil {
				v := verificationOf(*approved)
				out.Approved = &v
			}
			return answer(out, err)
		})
	register(s, operation{id: "save-real-name", method: put, path: "/me/real-name", tag: tagRealName, summary: "Save the draft of a real-name verification",
		description: "However unfinished.", needs: mine, service: []string{"realname.Save"}, errors: formErrors()},
		func(ctx context.Context, in *realNameInput) (*output[verificationView], error) {
			a, err := s.RealName.Save(ctx, realname.SaveInput{Actor: actor(ctx), Rev: in.Body.Rev, Content: in.Body.Form.content()})
			return answer(verificationOf(a), err)
		})
	register(s, operation{id: "submit-real-name", method: post, path: "/me/real-name/submit", tag: tagRealName, summary: "Submit a real-name verification",
		description: "With the whole form. An approved name stays valid until another one is approved.", needs: mine, service: []string{"realname.Submit"}, errors: formErrors()},
		func(ctx context.Context, in *realNameInput) (*output[verificationView], error) {
			a, err := s.RealName.Submit(ctx, realname.SaveInput{Actor: actor(ctx), Rev: in.Body.Rev, Content: in.Body.Form.content()})
			return answer(verificationOf(a), err)
		})
	register(s, operation{id: "withdraw-real-name", method: post, path: "/me/real-name/withdraw", tag: tagRealName, summary: "Take a real-name verification back out of review",
		description: "To correct it.", needs: mine, service: []string{"realname.Withdraw"}, errors: []*apperr.Error{realname.ErrState, realname.ErrChanged}},
		func(ctx context.Context, _ *struct{}) (*output[verificationView], error) {
			a, err := s.RealName.Withdraw(ctx, actor(ctx))
			return answer(verificationOf(a), err)
		})
	s.verifications()
}

// verifications are the operators' part.
func (s *server) verifications() {
	ours := need(account.OperatorVerifications)
	decided := []*apperr.Error{realname.ErrNotFound, realname.ErrChanged}
	register(s, operation{id: "list-verifications", method: get, path: "/verifications", tag: tagRealName, summary: "List real-name verifications",
		description: "Those that wait longest come first.", needs: ours, service: []string{"realname.Queue"}, errors: []*apperr.Error{page.ErrBadCursor, realname.ErrState}},
		func(ctx context.Context, in *verificationsInput) (*listOutput[verificationView], error) {
			p, err := s.RealName.Queue(ctx, realname.QueueInput{Actor: actor(ctx), State: realname.State(in.State), Page: in.request()})
			return listed(p, verificationOf), err
		})
	register(s, operation{id: "get-verification", method: get, path: "/verifications/{id}", tag: tagRealName, summary: "Get a real-name verification",
		description: "With the other accounts that used the same number.", needs: ours, service: []string{"realname.Get"}, errors: []*apperr.Error{realname.ErrNotFound}},
		func(ctx context.Context, in *IDInput) (*output[verificationView], error) {
			r, err := s.RealName.Get(ctx, actor(ctx), in.ID)
			v := verificationOf(r.Application)
			v.SameNumber = r.SameNumber
			return answer(v, err)
		})
	register(s, operation{id: "claim-verification", method: post, path: "/verifications/{id}/claim", tag: tagRealName, summary: "Assign a real-name verification to oneself",
		description: "Or let go of it. It keeps nobody from deciding.", needs: ours, service: []string{"realname.Claim"}, errors: decided},
		func(ctx context.Context, in *claimInput) (*struct{}, error) {
			return nil, s.RealName.Claim(ctx, realname.ClaimInput{Actor: actor(ctx), ID: in.ID, Mine: in.Body.Mine})
		})
	register(s, operation{id: "approve-verification", method: post, path: "/verifications/{id}/approve", tag: tagRealName, summary: "Approve a real-name verification",
		description: "The account is verified under this name.", needs: ours, service: []string{"realname.Approve"}, errors: decided},
		func(ctx context.Context, in *decideInput) (*output[verificationView], error) {
			a, err := s.RealName.Approve(ctx, realname.DecideInput{Actor: actor(ctx), ID: in.ID, Rev: in.Body.Rev})
			return answer(verificationOf(a), err)
		})
	register(s, operation{id: "reject-verification", method: post, path: "/verifications/{id}/reject", tag: tagRealName, summary: "Reject a real-name verification",
		description: "The applicant is told why, and can submit again.", needs: ours, service: []string{"realname.Reject"}, errors: append(decided, realname.ErrReason)},
		func(ctx context.Context, in *decideInput) (*output[verificationView], error) {
			a, err := s.RealName.Reject(ctx, realname.DecideInput{Actor: actor(ctx), ID: in.ID, Rev: in.Body.Rev, Reason: in.Body.Reason})
			return answer(verificationOf(a), err)
		})
	register(s, operation{id: "get-verification-document", method: get, path: "/verifications/{id}/document", tag: tagRealName, summary: "Get a document of a real-name verification",
		description: "Its owner's, or any for who decides; an operator's look is recorded.", needs: need(account.MainUser, account.OperatorVerifications),
		service: []string{"realname.Document"}, errors: []*apperr.Error{realname.ErrNotFound}},
		func(ctx context.Context, in *documentInput) (*huma.StreamResponse, error) {
			f, data, err := s.RealName.Document(ctx, actor(ctx), in.ID, in.Field)
			if err != nil {
				return nil, err
			}
			return streamed(f, data), nil
		})
}
