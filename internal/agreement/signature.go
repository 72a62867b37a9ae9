package agreement

import (
	"time"
)

// Signature says that somebody accepted a version for an account.
type Signature struct {
	ID        string // "sig_…"
	AccountID string
	UserID    string // who ticked it
	UserName  string // as it was called then
	Code      string
	Version   string
	Number    int64 // of the version
	At        time.Time
	Via       string // page, api, …
	Address   string // IP address; "" for none
	Agent     string // browser, or token id
}

// Mark is code@version.
func (s Signature) Mark() string { return s.Code + "@" + s.Version }

// Standing is how an account stands towards one agreement.
type Standing struct {
	Code       string
	State      State
	Current    Document    // in force, without its body; the zero value when none is any more
	Signatures []Signature // the newest first; empty when unsigned
}
