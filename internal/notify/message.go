package notify

import (
	"context"
	"regexp"
	"strings"
	"time"
)

// Operators is the group of all operator accounts, as Message.To.
const Operators = "operators"

// Message is something to tell somebody.
type Message struct {
	To     string            // an account id, or Operators
	Event  string            // one of the constants in events.go
	Params map[string]string // the places of the event's text; see Bilingual, Money and Time for values that depend on the language
	Link   string            // the page to look at: a path of ours such as /buyer/orders/CS1; may be empty
	Class  int               // ClassOther when 0
	Key    string            // the same key for the same recipient and event is sent once; "" is always sent
}

// Recipient is where an account gets its mail.
type Recipient struct {
	Name  string
	Email string // "" gets no mail
	Phone string // "" gets no text message; digits with an optional leading +
	Lang  string // "zh" or "en"
}

// Directory knows accounts.
type Directory interface {
	// Recipient returns where messages to the account go. An account that does not exist is an error of kind NotFound
	// and gets no mail; after any other error the mail is tried again.
	Recipient(ctx context.Context, accountID string) (Recipient, error)
	// Operators returns the ids of all operator accounts.
	Operators(ctx context.Context) ([]string, error)
}

// Item is a message as somebody reads it.
type Item struct {
	ID          string // "msg_…"
	Event       string
	Class       int
	Title, Text string // plain text; Text may have several lines
	Link        string // a path of ours, or ""
	CreatedAt   time.Time
	ReadAt      time.Time // zero while unread
}

// Unread reports whether nobody has opened the message yet.
func (i Item) Unread() bool { return i.ReadAt.IsZero() }

var idForm = regexp.MustCompile(`^msg_[0-9a-z]{26}$`)

// localPath reports whether link leads to a page of ours and nowhere else.
func localPath(link string) bool {
	return strings.HasPrefix(link, "/") && !strings.HasPrefix(link, "//") && !strings.ContainsAny(link, "\\\r\n\t")
}
