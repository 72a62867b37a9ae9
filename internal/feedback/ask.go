package feedback

import (
	"context"
	"time"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/audit"
	"github.com/souk-market/souk/internal/kernel/id"
	"github.com/souk-market/souk/internal/kernel/period"
	"github.com/souk-market/souk/internal/notify"
	"github.com/souk-market/souk/internal/storage"
)

// AskInput is a question about a product on sale.
type AskInput struct {
	Actor     account.Actor
	ProductID string
	Text      string
}

// Ask asks the seller of a product (business-rules 10). The question is shown when it is answered; an account asks ten times
// a day at most. Errors: the field error of text, catalog.ErrProductNotFound, ErrOwnProduct, ErrTooOften.
func (s *Service) Ask(ctx context.Context, in AskInput) (Question, error) {
	if err := in.Actor.May(account.BuyerPurchase); err != nil {
		return Question{}, err
	}
	l, err := s.d.Catalog.Live(ctx, in.ProductID)
	if err != nil {
		return Question{}, err
	}
	if err := s.notOwn(ctx, in.Actor, l.SellerID); err != nil {
		return Question{}, err
	}
	text, err := saidIn("text", in.Text, MinQuestion, MaxQuestion)
	if err != nil {
		return Question{}, err
	}
	var out Question
	err = s.d.DB.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		if err := keepPace(ctx, tx, in.Actor.ID, paceOfQuestions, QuestionsADay); err != nil {
			return err
		}
		out = Question{ID: id.New("qst", tx.Now), State: QuestionWaiting, Rev: 1, ProductID: l.ProductID, ProductName: l.Name, SellerID: l.SellerID,
			BuyerID: in.Actor.ID, BuyerName: in.Actor.Name, Text: text, CreatedAt: tx.Now}
		if err := insertQuestion(ctx, tx, out); err != nil {
			return err
		}
		if err := s.tellSeller(ctx, tx, l.SellerID, sellerQuestionURL(out.ID), notify.Message{Event: notify.QuestionAsked, Class: notify.ClassReminder,
			Key: out.ID, Params: notify.Params("product", l.Name, "question", text)}); err != nil {
			return err
		}
		return audit.Record(ctx, tx, audit.Change{Action: auditAsked, AccountID: in.Actor.ID, Object: out.ID,
			After: map[string]any{"product": l.ProductID, "text": text}})
	})
	return out, err
}

// keepPace counts one more of today's, or refuses it. Errors: ErrTooOften.
func keepPace(ctx context.Context, tx *storage.Tx, accountID, what string, most int64) error {
	ok, err := takePace(ctx, tx, accountID, what, dayOf(tx.Now), most)
	if err == nil && !ok {
		err = ErrTooOften.With("max", most)
	}
	return err
}

// dayOf numbers the days of Shanghai's calendar.
func dayOf(t time.Time) int64 {
	t = t.In(period.Shanghai())
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC).Unix() / int64(24*time.Hour/time.Second)
}
