package api

import (
	"context"
	"time"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/notify"
)

type channelsView struct {
	Class int  `json:"class" example:"501"`
	Mail  bool `json:"mail" required:"false"`
	SMS   bool `json:"sms" required:"false"`
}

type contactView struct {
	ID      string `json:"id" example:"ntc_01kb3v0000000000000000000"`
	UserID  string `json:"user_id,omitempty" doc:"Of a sub-user, which also gets the message in its inbox."`
	Name    string `json:"name"`
	Email   string `json:"email,omitempty"`
	Phone   string `json:"phone,omitempty"`
	Classes []int  `json:"classes"`
}

type messageSettingsView struct {
	Channels []channelsView `json:"channels"`
	Contacts []contactView  `json:"contacts"`
}

type channelsInput struct {
	Body struct {
		Channels []channelsView `json:"channels" maxItems:"20"`
	}
}

type contactBody struct {
	Name    string `json:"name" maxLength:"1000"`
	Email   string `json:"email" required:"false" maxLength:"1000"`
	Phone   string `json:"phone" required:"false" maxLength:"1000"`
	Classes []int  `json:"classes" maxItems:"20"`
}

type addContactInput struct{ Body contactBody }

type changeContactInput struct {
	IDInput
	Body contactBody
}

type eventTextView struct {
	Title string `json:"title" maxLength:"1000"`
	Body  string `json:"body" maxLength:"10000"`
	SMS   string `json:"sms" required:"false" maxLength:"1000" doc:"What goes to phones; left out: the title."`
}

type editionView struct {
	Event   string        `json:"event" example:"order.paid"`
	Version int64         `json:"version" doc:"0: the texts that the program came with."`
	BuiltIn bool          `json:"built_in"`
	ZH      eventTextView `json:"zh"`
	EN      eventTextView `json:"en"`
	ByName  string        `json:"by_name,omitempty"`
	At      *time.Time    `json:"at,omitempty"`
}

type editTextsInput struct {
	IDInput
	Body struct {
		Version int64         `json:"version" doc:"The version that it is written over."`
		SetBack bool          `json:"set_back,omitempty" doc:"Back to the texts that the program came with; then without texts."`
		ZH      eventTextView `json:"zh" required:"false"`
		EN      eventTextView `json:"en" required:"false"`
	}
}

func (s *server) messageSettings() {
	faults := []*apperr.Error{notify.ErrClassUnknown, notify.ErrContactName, notify.ErrContactEmail, notify.ErrContactPhone, notify.ErrContactAddress,
		notify.ErrContactClasses}
	register(s, operation{id: "get-message-settings", method: get, path: "/messages/settings", tag: tagMessages, summary: "Get how the account is told",
		description: "Channels by class, and contacts.", needs: need(account.MainUser), service: []string{"notify.Settings"}},
		func(ctx context.Context, _ *none) (*output[messageSettingsView], error) { return s.settings(ctx) })
	register(s, operation{id: "set-message-channels", method: put, path: "/messages/settings", tag: tagMessages, summary: "Set the channels of classes",
		description: "Classes that are left out stay as they are.", needs: need(account.MainUser), service: []string{"notify.SaveChannels", "notify.Settings"},
		errors: []*apperr.Error{notify.ErrClassUnknown}},
		func(ctx context.Context, in *channelsInput) (*output[messageSettingsView], error) {
			channels := make([]notify.Channels, len(in.Body.Channels))
			for i, c := range in.Body.Channels {
				channels[i] = notify.Channels(c)
			}
			if err := s.Messages.SaveChannels(ctx, actor(ctx).ID, channels); err != nil {
				return nil, err
			}
			return s.settings(ctx)
		})
	register(s, operation{id: "add-message-contact", method: post, path: "/messages/contacts", tag: tagMessages, summary: "Add a contact",
		description: "It is told instead of the account itself.", needs: need(account.MainUser), service: []string{"notify.SaveContact"}, status: 201,
		errors: append(faults, notify.ErrTooManyContacts)},
		func(ctx context.Context, in *addContactInput) (*output[contactView], error) {
			return s.saveContact(ctx, "", in.Body)
		})
	register(s, operation{id: "change-message-contact", method: put, path: "/messages/contacts/{id}", tag: tagMessages, summary: "Change a contact",
		description: "Replaces all of it.", needs: need(account.MainUser), service: []string{"notify.SaveContact"}, errors: append(faults, notify.ErrContactNotFound)},
		func(ctx context.Context, in *changeContactInput) (*output[contactView], error) {
			return s.saveContact(ctx, in.ID, in.Body)
		})
	register(s, operation{id: "remove-message-contact", method: remove, path: "/messages/contacts/{id}", tag: tagMessages, summary: "Remove a contact",
		description: "Nothing more goes there.", needs: need(account.MainUser), service: []string{"notify.RemoveContact"}, errors: []*apperr.Error{notify.ErrContactNotFound}},
		func(ctx context.Context, in *IDInput) (*none, error) {
			return nil, s.Messages.RemoveContact(ctx, actor(ctx).ID, in.ID)
		})
	s.messageTexts()
}

func (s *server) messageTexts() {
	register(s, operation{id: "list-message-texts", method: get, path: "/operator/texts", tag: tagMessages, summary: "List the texts of messages",
		description: "The edition in force of every event.", needs: need(account.OperatorTemplates), service: []string{"notify.ListTexts"}},
		func(ctx context.Context, _ *none) (*listOutput[editionView], error) {
			list, err := s.Messages.ListTexts(ctx)
			return editionsOf(list), err
		})
	register(s, operation{id: "list-message-text-editions", method: get, path: "/operator/texts/{id}", tag: tagMessages, summary: "List the editions of a text",
		description: "The latest first; the id is the event.", needs: need(account.OperatorTemplates), service: []string{"notify.TextHistory"},
		errors: []*apperr.Error{notify.ErrEventUnknown}},
		func(ctx context.Context, in *IDInput) (*listOutput[editionView], error) {
			list, err := s.Messages.TextHistory(ctx, in.ID)
			return editionsOf(list), err
		})
	register(s, operation{id: "edit-message-texts", method: put, path: "/operator/texts/{id}", tag: tagMessages, summary: "Write the texts of a message",
		description: "A new edition, in force at once.", needs: need(account.OperatorTemplates), service: []string{"notify.EditTexts"},
		errors: []*apperr.Error{notify.ErrEventUnknown, notify.ErrTextRequired, notify.ErrTextLong, notify.ErrTextForm, notify.ErrTextPlaces, notify.ErrTextChanged}},
		func(ctx context.Context, in *editTextsInput) (*output[editionView], error) {
			a := actor(ctx)
			e, err := s.Messages.EditTexts(ctx, notify.EditInput{Event: in.ID, Version: in.Body.Version, SetBack: in.Body.SetBack, ByUser: a.UserID, ByName: a.Name,
				Texts: notify.Texts{ZH: notify.Text(in.Body.ZH), EN: notify.Text(in.Body.EN)}})
			return answer(editionOf(e), err)
		})
}

func (s *server) settings(ctx context.Context) (*output[messageSettingsView], error) {
	set, err := s.Messages.Settings(ctx, actor(ctx).ID)
	return answer(messageSettingsView{all(set.Channels, func(c notify.Channels) channelsView { return channelsView(c) }), all(set.Contacts, contactOf)}, err)
}

func (s *server) saveContact(ctx context.Context, contactID string, in contactBody) (*output[contactView], error) {
	c, err := s.Messages.SaveContact(ctx, notify.ContactInput{ID: contactID, AccountID: actor(ctx).ID, Name: in.Name, Email: in.Email, Phone: in.Phone,
		Classes: in.Classes})
	return answer(contactOf(c), err)
}

func contactOf(c notify.Contact) contactView {
	return contactView{c.ID, c.UserID, c.Name, c.Email, c.Phone, append([]int{}, c.Classes...)}
}

func editionsOf(editions []notify.Edition) *listOutput[editionView] {
	return &listOutput[editionView]{list[editionView]{Items: all(editions, editionOf)}}
}

func editionOf(e notify.Edition) editionView {
	return editionView{e.Event, e.Version, e.BuiltIn, eventTextView(e.Texts.ZH), eventTextView(e.Texts.EN), e.ByName, timeOrNil(e.At)}
}
