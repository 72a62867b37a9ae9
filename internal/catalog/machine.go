package catalog

import (
	"crypto/sha256"
	"encoding/hex"
	"time"

	"github.com/souk-market/souk/internal/kernel/i18n"
)

// The machine checks of a version: what a program can tell about it, for the operator who reviews it and the seller who wrote it.
// They stop nothing. What must not be submitted the rules of the form refuse already (Submit), and of these checks only that one,
// CheckForm, says so; everything else is for a person to judge.
//
// Not part yet: whether a SaaS has saved test cases of its interface for each scene (business-rules 4.3, 4.8), because no room
// keeps such cases.

// The checks, in the order in which they are shown.
const (
	CheckForm        = "form"        // the rules of the form
	CheckName        = "name"        // names that look like those of other sellers
	CheckCharacters  = "characters"  // characters that nobody sees
	CheckLinks       = "links"       // links lead somewhere
	CheckGuide       = "guide"       // the user guide leads nowhere else, and names no price to ask for
	CheckPictures    = "pictures"    // pictures can be seen, and show something
	CheckClaims      = "claims"      // words of advertising
	CheckPersonal    = "personal"    // numbers of people
	CheckCertificate = "certificate" // the certificate is that of the product
)

// Severity says what a finding means.
type Severity string

// The severities.
const (
	Blocks Severity = "blocks" // it would not be accepted as it is
	LookAt Severity = "look"   // a person has to judge
	Fine   Severity = "fine"
)

// Severities are all severities, the gravest first.
func Severities() []Severity { return []Severity{Blocks, LookAt, Fine} }

// Finding is one thing that a check says. Field is the form's name of the field, "" for none in particular; Label and Index name it
// for people as those of FieldChange do, Label "" where it has no name of its own.
type Finding struct {
	Check    string    `json:"check"`
	Severity Severity  `json:"severity"`
	Field    string    `json:"field,omitempty"`
	Label    string    `json:"label,omitempty"`
	Index    int       `json:"index,omitempty"`
	Text     i18n.Text `json:"text"` // what is found, and what to do
}

// MachineCheck is what the checks said of one revision of an application.
type MachineCheck struct {
	Rev      int64
	AskedAt  time.Time
	DoneAt   time.Time // zero: it runs
	Findings []Finding
	Stale    bool // what was checked is not what the application says now

	digest string
}

// Running reports whether the checks are not done yet.
func (m MachineCheck) Running() bool { return m.DoneAt.IsZero() }

// Of are the findings of a severity.
func (m MachineCheck) Of(s Severity) []Finding {
	var out []Finding
	for _, f := range m.Findings {
		if f.Severity == s {
			out = append(out, f)
		}
	}
	return out
}

// digest tells whether a content is the one that was checked.
func digest(c Content) (string, error) {
	raw, err := encodeContent(c)
	sum := sha256.Sum256([]byte(raw))
	return hex.EncodeToString(sum[:]), err
}
