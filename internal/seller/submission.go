package seller

import (
	"slices"
	"strings"
	"time"

	"github.com/souk-market/souk/internal/account"
)

// The outcomes of a submission.
const (
	OutcomeWaiting   = ""
	OutcomeApproved  = "approved"
	OutcomeRejected  = "rejected"
	OutcomeWithdrawn = "withdrawn"
)

// ReviewDays is the limit of a review in working days (business-rules 2.1).
const ReviewDays = 3

// Submission is an application as it was handed in. ID has the form ent_…; Rev grows with the work of the reviewers.
type Submission struct {
	ID           string
	AccountID    string
	Number       int64 // 1 is the account's first
	Rev          int64
	Outcome      string
	Verified     account.Verified
	LegalName    string
	Agreement    string // version that was accepted
	Form         EntryForm
	SubmittedAt  time.Time
	SubmittedBy  string
	AssigneeID   string
	AssigneeName string
	Checklist    []string // keys of EntryChecklist that were ticked
	DecidedAt    time.Time
	DecidedBy    string
	DecidedName  string
	Reason       string
}

// EntryChecklist is what a reviewer looks at before approving: every point has to be ticked.
func EntryChecklist(as account.Verified) []string {
	if as == account.VerifiedPersonal {
		return []string{"identity", "website", "logo", "profile", "contacts", "service"}
	}
	return []string{"company", "licence", "conditions", "rights", "website", "logo", "profile", "contacts", "service"}
}

// ticked keeps what is on a checklist, in its order.
func ticked(all, got []string) []string {
	return slices.DeleteFunc(slices.Clone(all), func(key string) bool { return !slices.Contains(got, key) })
}

func splitKeys(s string) []string {
	if s == "" {
		return nil
	}
	return strings.Split(s, ",")
}

// HistoryEntry is one event of an entry or a certification.
type HistoryEntry struct {
	Subject   string // SubjectEntry or SubjectCertification
	At        time.Time
	ActorName string
	ActorKind account.Kind
	Event     string
	From, To  string
	Reason    string
}

// The subjects of the history.
const (
	SubjectEntry         = "entry"
	SubjectCertification = "certification"
)
