package api

import (
	"time"

	"github.com/souk-market/souk/internal/seller"
)

// entryFormView is the application to become a seller (business-rules 2.4), as typed: a draft may hold anything.
type entryFormView struct {
	Name    textView `json:"name" required:"false" doc:"Under which it sells."`
	Profile textView `json:"profile" required:"false" doc:"Shown in the storefront; no links."`
	Website string   `json:"website" required:"false" example:"https://www.example.com" doc:"It must open and not be a sign-in page."`
	Logo    string   `json:"logo" required:"false" doc:"File of purpose seller_logo."`

	Number  string `json:"number" required:"false" doc:"Unified social credit code, or the registration number of a company abroad."`
	Founded string `json:"founded" required:"false" example:"2019-03-01" doc:"Of a company."`
	Born    string `json:"born" required:"false" example:"1990-05-01" doc:"Of an individual developer."`
	Years   string `json:"years" required:"false" doc:"In business: 1-3, 3-5, 5-10 or 10+."`
	Staff   string `json:"staff" required:"false" doc:"1-20, 21-50, 51-100, 101-500 or 501+."`
	Team    string `json:"team" required:"false" doc:"People in technology and customer service."`
	Capital string `json:"capital" required:"false" doc:"Registered capital in 10,000 CNY."`
	Licence string `json:"licence" required:"false" doc:"File of purpose seller_licence."`
	Proof   string `json:"proof" required:"false" doc:"What the file rights is: copyright or licence."`
	Rights  string `json:"rights" required:"false" doc:"File of purpose seller_rights."`

	ContactName  string `json:"contact_name" required:"false"`
	ContactPhone string `json:"contact_phone" required:"false"`
	ContactEmail string `json:"contact_email" required:"false"`

	Address sellerAddressView `json:"address" required:"false" doc:"As on the licence."`

	ServicePhone string        `json:"service_phone" required:"false" doc:"Shown to buyers; the result is told there too."`
	ServiceEmail string        `json:"service_email" required:"false" doc:"Shown to buyers; the result is told there too."`
	Hours        weekHoursView `json:"hours" required:"false" doc:"At least five days of eight hours."`

	Known      string `json:"known" required:"false" doc:"Whether it has a contact at the marketplace: yes or no."`
	KnownName  string `json:"known_name" required:"false"`
	KnownPhone string `json:"known_phone" required:"false"`
	KnownEmail string `json:"known_email" required:"false"`

	Unbound bool `json:"unbound" required:"false" doc:"Declared: in no distribution, partner or solution-provider programme."`
}

func entryFormOf(f seller.EntryForm) entryFormView {
	return entryFormView{Name: textOf(f.Name), Profile: textOf(f.Profile), Website: f.Website, Logo: f.Logo, Number: f.Number, Founded: f.Founded,
		Born: f.Born, Years: f.Years, Staff: f.Staff, Team: f.Team, Capital: f.Capital, Licence: f.Licence, Proof: f.Proof, Rights: f.Rights,
		ContactName: f.ContactName, ContactPhone: f.ContactPhone, ContactEmail: f.ContactEmail, Address: sellerAddressView(f.Address),
		ServicePhone: f.ServicePhone, ServiceEmail: f.ServiceEmail, Hours: weekHoursOf(f.Hours),
		Known: f.Known, KnownName: f.KnownName, KnownPhone: f.KnownPhone, KnownEmail: f.KnownEmail, Unbound: f.Unbound}
}

func (v entryFormView) form() seller.EntryForm {
	return seller.EntryForm{Name: v.Name.text(), Profile: v.Profile.text(), Website: v.Website, Logo: v.Logo, Number: v.Number, Founded: v.Founded,
		Born: v.Born, Years: v.Years, Staff: v.Staff, Team: v.Team, Capital: v.Capital, Licence: v.Licence, Proof: v.Proof, Rights: v.Rights,
		ContactName: v.ContactName, ContactPhone: v.ContactPhone, ContactEmail: v.ContactEmail, Address: seller.Address(v.Address),
		ServicePhone: v.ServicePhone, ServiceEmail: v.ServiceEmail, Hours: seller.Hours(v.Hours),
		Known: v.Known, KnownName: v.KnownName, KnownPhone: v.KnownPhone, KnownEmail: v.KnownEmail, Unbound: v.Unbound}
}

// admissionEventView is one event of an application or a certification.
type admissionEventView struct {
	At     time.Time `json:"at"`
	Event  string    `json:"event"`
	From   string    `json:"from"`
	To     string    `json:"to"`
	Reason string    `json:"reason,omitempty"`
}

func admissionEventOf(h seller.HistoryEntry) admissionEventView {
	return admissionEventView{h.At.UTC(), h.Event, h.From, h.To, h.Reason}
}

type entryView struct {
	State     string               `json:"state" enum:"not_applied,reviewing,admitted_uncertified,active,rejected,expelled,exited"`
	Rev       int64                `json:"rev" doc:"Grows with every change; send the one you saw."`
	Form      entryFormView        `json:"form"`
	Missing   []string             `json:"missing" doc:"What has to be before the application may be handed in: main_account, real_name, open."`
	History   []admissionEventView `json:"history"`
	UpdatedAt *time.Time           `json:"updated_at,omitempty"`
}

type submissionView struct {
	ID          string        `json:"id" example:"ent_01kb3v0000000000000000000"`
	AccountID   string        `json:"account_id"`
	Number      int64         `json:"number" doc:"1 is the account's first application."`
	Rev         int64         `json:"rev"`
	Outcome     string        `json:"outcome" doc:"Empty while it waits; approved, rejected or withdrawn."`
	Verified    string        `json:"verified" enum:"personal,enterprise"`
	LegalName   string        `json:"legal_name"`
	Agreement   string        `json:"agreement" doc:"Version of the agreement that was accepted."`
	Form        entryFormView `json:"form"`
	Assignee    string        `json:"assignee,omitempty"`
	Checklist   []string      `json:"checklist" doc:"What was looked at."`
	SubmittedAt time.Time     `json:"submitted_at"`
	DecidedAt   *time.Time    `json:"decided_at,omitempty"`
	DecidedBy   string        `json:"decided_by,omitempty"`
	Reason      string        `json:"reason,omitempty"`
}

func submissionOf(s seller.Submission) submissionView {
	return submissionView{ID: s.ID, AccountID: s.AccountID, Number: s.Number, Rev: s.Rev, Outcome: s.Outcome, Verified: string(s.Verified),
		LegalName: s.LegalName, Agreement: s.Agreement, Form: entryFormOf(s.Form), Assignee: s.AssigneeName, Checklist: append([]string{}, s.Checklist...),
		SubmittedAt: s.SubmittedAt.UTC(), DecidedAt: timeOrNil(s.DecidedAt), DecidedBy: s.DecidedName, Reason: s.Reason}
}

type entryChangeView struct {
	Field string `json:"field"`
	Old   string `json:"old"`
	New   string `json:"new"`
}

type sellerApplicationView struct {
	submissionView
	Required []string             `json:"required" doc:"The whole checklist; approving needs all of it."`
	Changes  []entryChangeView    `json:"changes" doc:"Against the application before."`
	History  []admissionEventView `json:"history"`
}
