package notify

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/souk-market/souk/internal/audit"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/storage"
)

// TextsFor is how long a node may go on with the texts it read; what it changes it knows at once.
const TextsFor = 5 * time.Second

// Text is what an event says in one language. SMS may be empty: then the title goes to phones.
type Text struct {
	Title string `json:"title"`
	Body  string `json:"body"`
	SMS   string `json:"sms"`
}

// Texts are the texts of an event in both languages.
type Texts struct {
	ZH Text `json:"zh"`
	EN Text `json:"en"`
}

// Edition is a version of an event's texts.
type Edition struct {
	Event   string
	Version int64 // 0: the built-in texts
	Texts   Texts
	BuiltIn bool // version 0, or set back to it
	ByName  string
	At      time.Time
}

// overrides remembers what operators wrote, for TextsFor of wall-clock time.
type overrides struct {
	mu    sync.Mutex
	texts catalog
	until time.Time
}

func (o *overrides) forget() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.texts = nil
}

// texts are the texts of all events: the built-in ones and, over them, what operators wrote.
func (s *Service) texts(ctx context.Context) (catalog, error) {
	now := s.wall()
	s.edited.mu.Lock()
	defer s.edited.mu.Unlock()
	if s.edited.texts != nil && now.Before(s.edited.until) {
		return s.edited.texts, nil
	}
	latest, err := listLatestTexts(ctx, s.db.Reader())
	if err != nil {
		return nil, err
	}
	merged := maps.Clone(s.builtIn)
	for _, e := range latest {
		if !e.BuiltIn && merged[e.Event] != nil {
			merged[e.Event] = map[string]text{i18n.ZH: text(e.Texts.ZH), i18n.EN: text(e.Texts.EN)}
		}
	}
	s.edited.texts, s.edited.until = merged, now.Add(TextsFor)
	return merged, nil
}

// ListTexts returns the edition in force of every event, in the order of Events.
func (s *Service) ListTexts(ctx context.Context) ([]Edition, error) {
	latest, err := listLatestTexts(ctx, s.db.Reader())
	if err != nil {
		return nil, err
	}
	by := map[string]Edition{}
	for _, e := range latest {
		by[e.Event] = e
	}
	out := make([]Edition, 0, len(Events()))
	for _, event := range Events() {
		e, edited := by[event]
		if !edited || e.BuiltIn {
			e.Event, e.BuiltIn, e.Texts = event, true, s.builtInTexts(event)
		}
		out = append(out, e)
	}
	return out, nil
}

// TextHistory returns the editions of an event, the latest first and the built-in one last; or ErrEventUnknown.
func (s *Service) TextHistory(ctx context.Context, event string) ([]Edition, error) {
	if s.builtIn[event] == nil {
		return nil, ErrEventUnknown
	}
	list, err := listTexts(ctx, s.db.Reader(), event)
	if err != nil {
		return nil, err
	}
	for i := range list {
		if list[i].BuiltIn {
			list[i].Texts = s.builtInTexts(event)
		}
	}
	return append(list, Edition{Event: event, BuiltIn: true, Texts: s.builtInTexts(event)}), nil
}

func (s *Service) builtInTexts(event string) Texts {
	return Texts{ZH: Text(s.builtIn[event][i18n.ZH]), EN: Text(s.builtIn[event][i18n.EN])}
}

// EditInput is a new edition of an event's texts, written over the edition Version.
type EditInput struct {
	Event          string
	Version        int64
	Texts          Texts
	ByUser, ByName string
	SetBack        bool // then Texts is not looked at
}

// The most characters of the parts of a text.
const (
	maxTitle = 100
	maxBody  = 2000
	maxShort = 300
)

// validate joins the errors of all fields: title_zh, body_zh, sms_zh, and the same in English.
func (s *Service) validate(in EditInput) error {
	var f apperr.Fields
	if in.SetBack {
		return nil
	}
	known := s.builtIn.places(in.Event)
	for lang, t := range map[string]Text{i18n.ZH: in.Texts.ZH, i18n.EN: in.Texts.EN} {
		for _, part := range []struct {
			name, text string
			max        int
			lines, may bool
		}{{"title", t.Title, maxTitle, false, false}, {"body", t.Body, maxBody, true, false}, {"sms", t.SMS, maxShort, false, true}} {
			f.Add(part.name+"_"+lang, checkText(part.text, part.max, part.lines, part.may))
			for _, m := range place.FindAllStringSubmatch(part.text, -1) {
				if !slices.Contains(known, m[1]) {
					f.Add(part.name+"_"+lang, ErrTextPlaces.With("place", m[0], "known", "{"+strings.Join(known, "} {")+"}"))
				}
			}
		}
	}
	return f.Err()
}

func checkText(t string, most int, lines, mayBeEmpty bool) *apperr.Error {
	switch {
	case strings.TrimSpace(t) == "" && !mayBeEmpty:
		return ErrTextRequired
	case utf8.RuneCountInString(t) > most:
		return ErrTextLong.With("max", most)
	case strings.ContainsFunc(t, func(r rune) bool { return unicode.IsControl(r) && (r != '\n' || !lines) }) || !utf8.ValidString(t):
		return ErrTextForm
	}
	return nil
}

// EditTexts stores a new edition. Two people who edit the same one: the second gets ErrTextChanged. Other errors: field
// errors, ErrEventUnknown.
func (s *Service) EditTexts(ctx context.Context, in EditInput) (Edition, error) {
	if s.builtIn[in.Event] == nil {
		return Edition{}, ErrEventUnknown
	}
	in.Texts.ZH, in.Texts.EN = tidy(in.Texts.ZH), tidy(in.Texts.EN)
	if err := s.validate(in); err != nil {
		return Edition{}, err
	}
	e := Edition{Event: in.Event, Version: in.Version + 1, Texts: in.Texts, BuiltIn: in.SetBack, ByName: in.ByName}
	raw, action := "", ActionTextsReverted
	if !e.BuiltIn {
		encoded, err := json.Marshal(in.Texts)
		if err != nil {
			return Edition{}, err
		}
		raw, action = string(encoded), ActionTextsChanged
	} else {
		e.Texts = s.builtInTexts(in.Event)
	}
	err := s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		e.At = tx.Now
		stored, err := insertTexts(ctx, tx, e, raw, in.ByUser)
		if err != nil {
			return err
		}
		if !stored {
			return ErrTextChanged
		}
		tx.OnCommit(s.edited.forget)
		return audit.Record(ctx, tx, audit.Change{Action: action, Object: in.Event, After: e.Texts})
	})
	if err != nil {
		return Edition{}, err
	}
	return e, nil
}

func tidy(t Text) Text {
	lines := func(s string) string { return strings.TrimSpace(strings.ReplaceAll(s, "\r\n", "\n")) }
	return Text{lines(t.Title), lines(t.Body), lines(t.SMS)}
}

// PlacesOf are the values that the texts of an event may use.
func (s *Service) PlacesOf(event string) []string { return s.builtIn.places(event) }

// Sample is a text with its places marked, for a preview; SMS is what goes to phones.
func Sample(t Text) Text {
	show := func(tmpl string) string {
		return place.ReplaceAllStringFunc(tmpl, func(found string) string { return "‹" + found[1:len(found)-1] + "›" })
	}
	short := t.SMS
	if short == "" {
		short = t.Title
	}
	return Text{show(t.Title), show(t.Body), show(short)}
}
