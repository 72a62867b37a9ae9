package feedback_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/feedback"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/notify"
)

// business-rules 10: the buyer asks, the seller is told, the question is shown when it is answered.
func TestAQuestionIsShownWhenItIsAnswered(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, m *market) {
		ctx, x := t.Context(), m.asked(m.Buyer)
		shown := func() int {
			list, err := m.Answered(ctx, m.product, page.Request{})
			m.must(err)
			return len(list.Items)
		}
		if n := shown(); n != 0 || x.State != feedback.QuestionWaiting {
			t.Errorf("%d are shown, %+v", n, x)
		}
		m.told(m.Seller, notify.QuestionAsked, 1)
		if w, err := m.Waiting(ctx, m.Seller); err != nil || w.Questions != 1 {
			t.Errorf("%+v, %v", w, err)
		}
		for name, tc := range map[string]struct {
			who  account.Actor
			want error
		}{"another seller": {m.Other(), feedback.ErrQuestionNotFound}, "the buyer": {m.Buyer, account.ErrForbidden}, "an operator": {m.Operator, account.ErrForbidden}} {
			_, err := m.Answer(ctx, feedback.AnswerInput{Actor: tc.who, QuestionID: x.ID, Text: "Yes"})
			refused(t, name, err, tc.want)
		}
		_, err := m.Answer(ctx, feedback.AnswerInput{Actor: m.Seller, QuestionID: x.ID, Text: "详情加 Q Q，加qq聊"})
		if diff := cmp.Diff(map[string]string{"text": "sensitive_word"}, fields(err)); diff != "" || shown() != 0 {
			t.Errorf("a sensitive word does not block: %s", diff)
		}
		done := atOnce(t, 4, feedback.ErrAnswered, func() error {
			_, err := m.Answer(ctx, feedback.AnswerInput{Actor: m.Seller, QuestionID: x.ID, Text: "Yes"})
			return err
		})
		if n := shown(); n != 1 || done != 1 {
			t.Errorf("%d answers, %d shown", done, n)
		}
		m.told(m.Buyer, notify.QuestionAnswered, 1)
		if s, err := m.Score(ctx, m.product); err != nil || s.Rev == 0 || s.Ratings != 0 {
			t.Errorf("the page of the product is not marked as changed: %+v, %v", s, err)
		}
		if _, err := m.HideQuestion(ctx, feedback.HideInput{Actor: m.Seller, ID: x.ID, Reason: "no good"}); err == nil {
			t.Error("the seller hides it")
		}
		_, err = m.HideQuestion(ctx, feedback.HideInput{Actor: m.Operator, ID: x.ID, Reason: "advertising"})
		m.must(err)
		_, err = m.HideQuestion(ctx, feedback.HideInput{Actor: m.Operator, ID: x.ID, Reason: "advertising"})
		refused(t, "again", err, feedback.ErrNotShown)
		if n := shown(); n != 0 {
			t.Errorf("%d are shown", n)
		}
		m.told(m.Buyer, notify.QuestionHidden, 1)
		_, err = m.ShowQuestion(ctx, feedback.HideInput{Actor: m.Operator, ID: x.ID})
		m.must(err)
		_, err = m.ShowQuestion(ctx, feedback.HideInput{Actor: m.Operator, ID: x.ID})
		refused(t, "show again", err, feedback.ErrNotHidden)
		if n := shown(); n != 1 {
			t.Errorf("%d are shown", n)
		}
	})
}

func TestWhoMayAskAndWhat(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, m *market) {
		ctx := t.Context()
		for name, tc := range map[string]struct {
			in   feedback.AskInput
			want error
		}{
			"nobody":      {feedback.AskInput{ProductID: m.product, Text: "Does it run?"}, account.ErrUnauthenticated},
			"an operator": {feedback.AskInput{Actor: m.Operator, ProductID: m.product, Text: "Does it run?"}, account.ErrForbidden},
			"its seller":  {feedback.AskInput{Actor: m.Seller, ProductID: m.product, Text: "Does it run?"}, feedback.ErrOwnProduct},
			"of nothing":  {feedback.AskInput{Actor: m.Buyer, ProductID: "prd_0", Text: "Does it run?"}, catalog.ErrProductNotFound},
		} {
			_, err := m.Ask(ctx, tc.in)
			refused(t, name, err, tc.want)
		}
		for text, want := range map[string]string{"?": "feedback_too_short", strings.Repeat("问", 501): "feedback_too_long", "能代开发票吗": "sensitive_word"} {
			_, err := m.Ask(ctx, feedback.AskInput{Actor: m.Buyer, ProductID: m.product, Text: text})
			if diff := cmp.Diff(map[string]string{"text": want}, fields(err)); diff != "" {
				t.Errorf("%.20s: %s", text, diff)
			}
		}
		if _, err := m.Ask(ctx, feedback.AskInput{Actor: m.Other(), ProductID: m.product, Text: "Does it run?"}); err != nil {
			t.Errorf("another seller asks: %v", err)
		}
		for name, tc := range map[string]struct {
			who  account.Actor
			want int
		}{"the buyer": {m.Buyer, 0}, "the seller": {m.Seller, 1}, "an operator": {m.Operator, 1}} {
			list, err := m.Questions(ctx, tc.who, feedback.QuestionFilter{State: feedback.QuestionWaiting, Text: "RUN"}, page.Request{})
			if err != nil || len(list.Items) != tc.want {
				t.Errorf("%s: %d, %v", name, len(list.Items), err)
			}
		}
	})
}

// An account asks ten times a day on Shanghai's calendar, however many ask at once; what was refused does not count.
func TestQuestionsADayAreBounded(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, m *market) {
		ask := func() error {
			_, err := m.Ask(t.Context(), feedback.AskInput{Actor: m.Buyer, ProductID: m.product, Text: "Does it run?"})
			return err
		}
		if done := atOnce(t, feedback.QuestionsADay+4, feedback.ErrTooOften, ask); done != feedback.QuestionsADay {
			t.Errorf("%d asked", done)
		}
		if _, err := m.Ask(t.Context(), feedback.AskInput{Actor: m.Stranger(), ProductID: m.product, Text: "Does it run?"}); err != nil {
			t.Errorf("somebody else: %v", err)
		}
		m.Clock.Advance(24 * time.Hour)
		if err := ask(); err != nil {
			t.Errorf("the next day: %v", err)
		}
	})
}
