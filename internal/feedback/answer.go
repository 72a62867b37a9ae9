package feedback

import (
	"context"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/audit"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/notify"
	"github.com/souk-market/souk/internal/storage"
)

// AnswerInput is what a seller says to a question.
type AnswerInput struct {
	Actor      account.Actor
	QuestionID string
	Text       string
}

// Answer answers a question, which is shown from then on; a sensitive word blocks it (business-rules 10). Errors: the field
// error of text, ErrQuestionNotFound, ErrAnswered, ErrChanged.
func (s *Service) Answer(ctx context.Context, in AnswerInput) (Question, error) {
	own, products, err := s.own(ctx, in.Actor, account.SellerQuestions)
	if err != nil {
		return Question{}, err
	}
	text, err := saidIn("text", in.Text, minAnswer, MaxAnswer)
	if err != nil {
		return Question{}, err
	}
	return s.move(ctx, questionMove{id: in.QuestionID, event: EventAnswer, refused: ErrAnswered, action: auditAnswered,
		log: func(Question) string { return own.AccountID },
		see: func(x Question) bool { return x.SellerID == own.ID && products.Has(x.ProductID) },
		edit: func(x *Question, tx *storage.Tx) {
			x.Answer, x.AnsweredAt = text, tx.Now
		},
		message: func(x Question) notify.Message {
			return notify.Message{To: x.BuyerID, Event: notify.QuestionAnswered, Key: x.ID, Link: productURL(x.ProductID) + "/questions",
				Params: notify.Params("product", x.ProductName, "question", x.Text, "answer", x.Answer)}
		}})
}

// HideQuestion takes a question with its answer out of sight. Errors: the field error of reason, ErrQuestionNotFound,
// ErrNotShown, ErrChanged.
func (s *Service) HideQuestion(ctx context.Context, in HideInput) (Question, error) {
	if err := in.Actor.May(account.OperatorFeedback); err != nil {
		return Question{}, err
	}
	reason, err := reasoned(in.Reason)
	if err != nil {
		return Question{}, err
	}
	return s.move(ctx, s.hidingQuestion(in.ID, reason))
}

func (s *Service) hidingQuestion(questionID, reason string) questionMove {
	return questionMove{id: questionID, event: EventHide, refused: ErrNotShown, action: auditQuestionHidden, reason: reason, log: askerLog,
		see:  func(Question) bool { return true },
		edit: func(x *Question, _ *storage.Tx) { x.HiddenReason = reason },
		message: func(x Question) notify.Message {
			return notify.Message{To: x.BuyerID, Event: notify.QuestionHidden, Link: "/buyer/questions", Params: notify.Params("product", x.ProductName,
				"question", x.Text, "reason", reason)}
		}}
}

// ShowQuestion shows a hidden question again. Errors: ErrQuestionNotFound, ErrNotHidden, ErrChanged.
func (s *Service) ShowQuestion(ctx context.Context, in HideInput) (Question, error) {
	if err := in.Actor.May(account.OperatorFeedback); err != nil {
		return Question{}, err
	}
	return s.move(ctx, questionMove{id: in.ID, event: EventShow, refused: ErrNotHidden, action: auditQuestionShown, log: askerLog,
		see: func(Question) bool { return true }, edit: func(x *Question, _ *storage.Tx) { x.HiddenReason = "" },
		message: func(x Question) notify.Message {
			return notify.Message{To: x.BuyerID, Event: notify.QuestionShown, Link: "/buyer/questions", Params: notify.Params("product", x.ProductName,
				"question", x.Text)}
		}})
}

func askerLog(x Question) string { return x.BuyerID }

// questionMove is one move of a question.
type questionMove struct {
	id      string
	event   string
	refused error // when the state does not allow it
	see     func(Question) bool
	edit    func(*Question, *storage.Tx)
	message func(Question) notify.Message
	action  audit.Action
	log     func(Question) string
	reason  string
}

// move is the one way in which a question changes.
func (s *Service) move(ctx context.Context, m questionMove) (Question, error) {
	var out Question
	err := s.d.DB.InTx(ctx, func(ctx context.Context, tx *storage.Tx) (err error) {
		out, err = s.moveTx(ctx, tx, m)
		return err
	})
	return out, err
}

func (s *Service) moveTx(ctx context.Context, tx *storage.Tx, m questionMove) (Question, error) {
	before, err := getQuestion(ctx, tx, m.id)
	if err != nil || !m.see(before) {
		return Question{}, orNotFound(err, ErrQuestionNotFound)
	}
	out := before
	if out.State, err = QuestionMachine.Next(before.State, m.event); err != nil {
		return Question{}, m.refused
	}
	m.edit(&out, tx)
	if err := updateQuestion(ctx, tx, out); err != nil {
		return Question{}, err
	}
	out.Rev++
	if err := addScore(ctx, tx, Summary{Subject: out.ProductID}); err != nil { // the product's page shows something else now
		return Question{}, err
	}
	if err := s.d.Notify.SendTx(ctx, tx, m.message(out)); err != nil {
		return Question{}, err
	}
	return out, audit.Record(ctx, tx, audit.Change{Action: m.action, AccountID: m.log(out), Object: out.ID, Reason: m.reason,
		Before: map[string]any{"state": before.State}, After: map[string]any{"state": out.State, "answer": out.Answer}})
}

// QuestionFilter narrows a list of questions; empty members do not.
type QuestionFilter struct {
	State     string
	ProductID string
	Text      string // part of the product's name or of the question
}

// Questions lists questions, the newest first: buyers what they asked, sellers what they were asked, operators all. Errors:
// bad_cursor.
func (s *Service) Questions(ctx context.Context, actor account.Actor, f QuestionFilter, p page.Request) (page.Of[Question], error) {
	of, err := s.scope(ctx, actor, account.BuyerPurchase, account.SellerQuestions)
	if err != nil {
		return page.Of[Question]{}, err
	}
	return listQuestions(ctx, s.d.DB.Reader(), of, f, p)
}

// Question shows a question to who asked, to the seller and to operators. Errors: ErrQuestionNotFound.
func (s *Service) Question(ctx context.Context, actor account.Actor, questionID string) (Question, error) {
	of, err := s.scope(ctx, actor, account.BuyerPurchase, account.SellerQuestions)
	if err != nil {
		return Question{}, err
	}
	x, err := getQuestion(ctx, s.d.DB.Reader(), questionID)
	if err != nil || !of.holds(x.BuyerID, x.SellerID, x.ProductID) {
		return Question{}, orNotFound(err, ErrQuestionNotFound)
	}
	return x, nil
}

// Answered lists the questions about a product that everybody may read, the latest answer first. Errors: bad_cursor.
func (s *Service) Answered(ctx context.Context, productID string, p page.Request) (page.Of[Question], error) {
	return listAnswered(ctx, s.d.DB.Reader(), productID, p)
}
