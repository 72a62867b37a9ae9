package feedback

import (
	"time"

	"github.com/souk-market/souk/internal/kernel/i18n"
)

// The limits of a question (business-rules 10; the numbers are ours).
const (
	MinQuestion     = 5
	MaxQuestion     = 500
	MaxAnswer       = 1000
	QuestionsADay   = 10
	ReportsADay     = 10
	MaxReport       = 500
	paceOfQuestions = "questions"
	paceOfReports   = "reports"
	minReport       = 5
	minAnswer       = 2
	minDecisionNote = 2
	maxDecisionNote = 300
)

// Question is a question about a product with its answer.
type Question struct {
	ID           string // "qst_…"
	State        string
	Rev          int64
	ProductID    string
	ProductName  i18n.Text
	SellerID     string
	BuyerID      string
	BuyerName    string // "" when the account is closed
	Text         string
	CreatedAt    time.Time
	Answer       string
	AnsweredAt   time.Time // zero: not yet
	HiddenReason string
}

// Shown reports whether every visitor may read it.
func (x Question) Shown() bool { return x.State == QuestionAnswered }
