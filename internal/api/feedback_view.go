package api

import (
	"time"

	"github.com/souk-market/souk/internal/blob"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/feedback"
)

// scoresView are the three scores of a rating.
type scoresView struct {
	Quality  int `json:"quality" minimum:"1" maximum:"5" doc:"Of the product."`
	Service  int `json:"service" minimum:"1" maximum:"5" doc:"After the sale."`
	Delivery int `json:"delivery" minimum:"1" maximum:"5" doc:"Its speed."`
}

// summaryView is what ratings come to; the averages have one decimal and are left out without ratings.
type summaryView struct {
	Ratings  int64    `json:"ratings" doc:"How many are shown."`
	Average  string   `json:"average,omitempty" example:"4.7"`
	Quality  string   `json:"quality,omitempty"`
	Service  string   `json:"service,omitempty"`
	Delivery string   `json:"delivery,omitempty"`
	Stars    [5]int64 `json:"stars" doc:"How many have one star, two, up to five."`
}

func summaryOf(s feedback.Summary) summaryView {
	v := summaryView{Ratings: s.Ratings, Average: s.Average(), Stars: s.Stars}
	v.Quality, v.Service, v.Delivery = s.Averages()
	return v
}

// shownRatingView is a rating for everybody.
type shownRatingView struct {
	ID           string     `json:"id" example:"rat_01kb3v0000000000000000000"`
	Stars        int        `json:"stars" doc:"The mean of the three scores, rounded half up."`
	Scores       scoresView `json:"scores"`
	Tags         []string   `json:"tags"`
	Text         string     `json:"text,omitempty"`
	Pictures     []string   `json:"pictures" doc:"Paths of the pictures."`
	By           string     `json:"by,omitempty" doc:"The first letter of a name; left out when the account is closed."`
	CreatedAt    time.Time  `json:"created_at"`
	AmendedAt    *time.Time `json:"amended_at,omitempty"`
	FollowUp     string     `json:"follow_up,omitempty" doc:"A later word of the buyer."`
	FollowedUpAt *time.Time `json:"followed_up_at,omitempty"`
	Reply        string     `json:"reply,omitempty" doc:"Of the seller."`
	RepliedAt    *time.Time `json:"replied_at,omitempty"`
}

func shownRatingOf(r feedback.Rating) shownRatingView {
	v := shownRatingView{ID: r.ID, Stars: r.Stars(), Scores: scoresView(r.Scores), Tags: append([]string{}, r.Tags...), Text: r.Text, Pictures: []string{},
		By: feedback.Masked(r.BuyerName), CreatedAt: r.CreatedAt.UTC(), AmendedAt: timeOrNil(r.AmendedAt), FollowUp: r.FollowUp,
		FollowedUpAt: timeOrNil(r.FollowedUpAt), Reply: r.Reply, RepliedAt: timeOrNil(r.RepliedAt)}
	for _, id := range r.Pictures {
		v.Pictures = append(v.Pictures, blob.URL(id))
	}
	return v
}

// ratingView is a rating for its two sides and operators.
type ratingView struct {
	shownRatingView
	State        string     `json:"state" enum:"pending_negotiation,public,amended,hidden"`
	InstanceID   string     `json:"instance_id"`
	ProductID    string     `json:"product_id"`
	ProductName  textView   `json:"product_name"`
	SellerID     string     `json:"seller_id"`
	BuyerID      string     `json:"buyer_id"`
	BuyerName    string     `json:"buyer_name,omitempty"`
	Messages     int64      `json:"messages" doc:"How many the negotiation has."`
	DueAt        *time.Time `json:"due_at,omitempty" doc:"When the negotiation ends and the rating is shown."`
	HiddenReason string     `json:"hidden_reason,omitempty"`
}

func ratingOf(r feedback.Rating) ratingView {
	return ratingView{shownRatingView: shownRatingOf(r), State: r.State, InstanceID: r.InstanceID, ProductID: r.ProductID, ProductName: textOf(r.ProductName),
		SellerID: r.SellerID, BuyerID: r.BuyerID, BuyerName: r.BuyerName, Messages: r.Talks, DueAt: timeOrNil(r.DueAt), HiddenReason: r.HiddenReason}
}

type talkView struct {
	Side string    `json:"side" enum:"buyer,seller"`
	Text string    `json:"text"`
	At   time.Time `json:"at"`
}

func talkOf(t feedback.Talk) talkView { return talkView{t.Side, t.Text, t.At.UTC()} }

// shownQuestionView is a question with its answer, for everybody.
type shownQuestionView struct {
	ID         string     `json:"id" example:"qst_01kb3v0000000000000000000"`
	Text       string     `json:"text"`
	By         string     `json:"by,omitempty" doc:"The first letter of a name; left out when the account is closed."`
	CreatedAt  time.Time  `json:"created_at"`
	Answer     string     `json:"answer,omitempty"`
	AnsweredAt *time.Time `json:"answered_at,omitempty"`
}

func shownQuestionOf(x feedback.Question) shownQuestionView {
	return shownQuestionView{x.ID, x.Text, feedback.Masked(x.BuyerName), x.CreatedAt.UTC(), x.Answer, timeOrNil(x.AnsweredAt)}
}

// questionView is a question for its two sides and operators.
type questionView struct {
	shownQuestionView
	State        string   `json:"state" enum:"waiting,answered,hidden"`
	ProductID    string   `json:"product_id"`
	ProductName  textView `json:"product_name"`
	SellerID     string   `json:"seller_id"`
	BuyerID      string   `json:"buyer_id"`
	BuyerName    string   `json:"buyer_name,omitempty"`
	HiddenReason string   `json:"hidden_reason,omitempty"`
}

func questionOf(x feedback.Question) questionView {
	return questionView{shownQuestionOf(x), x.State, x.ProductID, textOf(x.ProductName), x.SellerID, x.BuyerID, x.BuyerName, x.HiddenReason}
}

type reportView struct {
	ID           string     `json:"id" example:"rpt_01kb3v0000000000000000000"`
	State        string     `json:"state" enum:"open,accepted,dismissed,acted"`
	Kind         string     `json:"kind" enum:"product,rating,question"`
	SubjectID    string     `json:"subject_id"`
	ProductID    string     `json:"product_id"`
	ProductName  textView   `json:"product_name"`
	SellerID     string     `json:"seller_id" doc:"Of the product."`
	ReporterID   string     `json:"reporter_id"`
	ReporterName string     `json:"reporter_name,omitempty"`
	Reason       string     `json:"reason"`
	Text         string     `json:"text"`
	CreatedAt    time.Time  `json:"created_at"`
	Malicious    bool       `json:"malicious"`
	DeductionID  string     `json:"deduction_id,omitempty" doc:"The points that it cost who reported."`
	DecidedAt    *time.Time `json:"decided_at,omitempty"`
	Note         string     `json:"note,omitempty"`
}

func reportOf(x feedback.Report) reportView {
	return reportView{x.ID, x.State, x.Kind, x.SubjectID, x.ProductID, textOf(x.ProductName), x.SellerID, x.ReporterID, x.ReporterName, x.Reason, x.Text,
		x.CreatedAt.UTC(), x.Malicious, x.DeductionID, timeOrNil(x.DecidedAt), x.Note}
}

// favouriteView is a product that an account keeps.
type favouriteView struct {
	ProductID string     `json:"product_id"`
	Name      textView   `json:"name"`
	AddedAt   time.Time  `json:"added_at"`
	OnSale    bool       `json:"on_sale"`
	From      *moneyView `json:"from,omitempty" doc:"Its lowest price, while it is on sale."`
}

// seenView is a product that an account looked at.
type seenView struct {
	ProductID string    `json:"product_id"`
	Name      textView  `json:"name"`
	SellerID  string    `json:"seller_id"`
	From      moneyView `json:"from"`
}

func seenOf(l catalog.Listing) seenView {
	return seenView{l.ProductID, textOf(l.Name), l.SellerID, moneyOf(l.From)}
}
