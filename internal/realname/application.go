package realname

import (
	"time"

	"github.com/souk-market/souk/internal/account"
)

// DocumentType is what proves a name.
type DocumentType string

// The document types of persons, then those of companies.
const (
	IDCard   DocumentType = "id_card"  // resident identity card, GB 11643
	Passport DocumentType = "passport" // or another paper with a number
	USCC     DocumentType = "uscc"     // unified social credit code, GB 32100
	Foreign  DocumentType = "foreign"  // registration abroad
)

// DocumentTypes are those of a kind, the usual one first.
func DocumentTypes(kind account.Verified) []DocumentType {
	if kind == account.VerifiedEnterprise {
		return []DocumentType{USCC, Foreign}
	}
	return []DocumentType{IDCard, Passport}
}

// Content is the form. Dates are "2006-01-02"; files are ids of blobs.
type Content struct {
	Kind     account.Verified `json:"kind"`
	Name     string           `json:"name"` // of the person, or of the company as on its licence
	Document DocumentType     `json:"document"`
	Number   string           `json:"number"`
	Birth    string           `json:"birth"` // of a person
	Front    string           `json:"front"` // picture of a person's document
	Back     string           `json:"back"`  // its other side; may be empty for a passport
	LegalRep string           `json:"legal_rep"`
	Licence  string           `json:"licence"` // scan of a company's licence
	Founded  string           `json:"founded"`
	Capital  string           `json:"capital"` // registered capital in 10,000 CNY; may be empty
}

// Application is one attempt to prove a name.
type Application struct {
	ID          string // "rna_…"
	AccountID   string
	Kind        account.Verified
	State       State
	Rev         int64
	Content     Content // the number masked, except for the verifier
	Reason      string  // of a rejection
	AssignedTo  string  // operator's account id
	DecidedBy   string  // "" for the verifier
	CreatedAt   time.Time
	SavedAt     time.Time // what Save answers only: when it did
	SubmittedAt time.Time
	DecidedAt   time.Time
	tag         string
}

// Files are the documents by the name of their field, those that are there.
func (a Application) Files() map[string]string {
	out := map[string]string{}
	for field, id := range map[string]string{"front": a.Content.Front, "back": a.Content.Back, "licence": a.Content.Licence} {
		if id != "" {
			out[field] = id
		}
	}
	return out
}

// mask leaves the last four characters of a number, or none of a short one.
func mask(number string) string {
	runes := []rune(number)
	if len(runes) == 0 {
		return ""
	}
	if len(runes) < 8 {
		return "••••"
	}
	return "••••" + string(runes[len(runes)-4:])
}
