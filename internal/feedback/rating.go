package feedback

import (
	"time"

	"github.com/souk-market/souk/internal/kernel/i18n"
)

// The limits of a rating (business-rules 10).
const (
	MaxRatingText = 500 // characters
	MaxPictures   = 5
	MaxReply      = 500
	MaxTalks      = 40 // messages of a negotiation, of both sides
	BadStars      = 2  // a rating with so many stars or fewer is a bad one

	NegotiateFor   = 48 * time.Hour
	AmendWithin    = 30 * 24 * time.Hour
	FollowUpWithin = 90 * 24 * time.Hour
)

// Scores are the three scores of a rating, each from 1 to 5.
type Scores struct {
	Quality  int // of the product
	Service  int // after the sale
	Delivery int // its speed
}

// Sum is the sum of the three.
func (s Scores) Sum() int { return s.Quality + s.Service + s.Delivery }

// Stars is the mean of the three, rounded half up.
func (s Scores) Stars() int { return (2*s.Sum() + 3) / 6 }

// Bad reports whether a rating with these scores is negotiated first.
func (s Scores) Bad() bool { return s.Stars() <= BadStars }

// Opinion is what a buyer says.
type Opinion struct {
	Scores
	Tags     []string // codes of Tags
	Text     string
	Pictures []string // ids of files that the buyer uploaded for ratings
}

// Rating is what a buyer says of an instance.
type Rating struct {
	ID          string // "rat_…"
	State       string
	Rev         int64
	InstanceID  string
	ProductID   string
	ProductName i18n.Text
	SellerID    string
	BuyerID     string
	BuyerName   string // "" when the account is closed
	Opinion
	Talks        int64
	CreatedAt    time.Time
	DueAt        time.Time // when the negotiation ends; zero outside
	AmendedAt    time.Time // zero: never
	Reply        string    // of the seller
	RepliedAt    time.Time
	FollowUp     string // of the buyer
	FollowedUpAt time.Time
	HiddenReason string
}

// Shown reports whether every visitor may read it.
func (r Rating) Shown() bool { return r.State == RatingPublic || r.State == RatingAmended }

// CanAmend reports whether its buyer may still amend it.
func (r Rating) CanAmend(now time.Time) bool {
	return r.AmendedAt.IsZero() && now.Before(r.CreatedAt.Add(AmendWithin)) && RatingMachine.Can(r.State, EventAmend)
}

// CanFollowUp reports whether its buyer may still follow it up.
func (r Rating) CanFollowUp(now time.Time) bool {
	return r.FollowedUpAt.IsZero() && now.Before(r.CreatedAt.Add(FollowUpWithin)) && r.Shown()
}

// CanReply reports whether its seller may still reply.
func (r Rating) CanReply() bool { return r.RepliedAt.IsZero() && r.Shown() }

// Masked is a name as strangers see it: its first letter; "" stays empty.
func Masked(name string) string {
	for _, r := range name {
		return string(r) + "**"
	}
	return ""
}

// The sides of a negotiation.
const (
	SideBuyer  = "buyer"
	SideSeller = "seller"
)

// Talk is a message of a negotiation.
type Talk struct {
	ID   string
	Side string
	Text string
	At   time.Time
}
