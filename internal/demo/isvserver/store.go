package isvserver

import (
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"
)

// instance is what one order line opened.
type instance struct {
	ID          string
	OrderID     string
	OrderLineID string
	UserName    string
	Password    string
	OpenedAt    time.Time
	ReadyAt     time.Time // later than OpenedAt for asynchronous opening
	ExpireTime  time.Time // zero until the marketplace sets it
	Upgrades    int
	Frozen      bool
	Released    bool
	Test        bool
	Notes       []note
}

type note struct {
	ID   string    `json:"id"`
	Text string    `json:"text"`
	At   time.Time `json:"at"`
}

// record is one line of the journal. Kind decides which members matter.
type record struct {
	Kind     string    `json:"kind"`
	Key      string    `json:"key,omitempty"` // open: what there may be one instance of
	ID       string    `json:"id,omitempty"`  // instance
	Order    string    `json:"order,omitempty"`
	Line     string    `json:"line,omitempty"`
	User     string    `json:"user,omitempty"`
	Password string    `json:"password,omitempty"`
	Secret   string    `json:"secret,omitempty"`
	At       time.Time `json:"at,omitzero"`
	Until    time.Time `json:"until,omitzero"` // open: ready at; refresh: expiry
	On       bool      `json:"on,omitempty"`
	Note     *note     `json:"note,omitempty"`
}

const (
	maxNotes    = 200
	maxNoteText = 500 // characters
)

var (
	errNoInstance = errors.New("isvserver: no such instance")
	errTooMany    = errors.New("isvserver: too many notes")
)

// store is the whole state, in memory, with the journal as its durable form.
type store struct {
	journal *journal

	mu        sync.Mutex
	instances map[string]*instance // by id
	byKey     map[string]string    // order key → instance id
	upgrades  map[string]bool      // instance + upgrade order, so that a repeat counts once
	secret    string               // signs sessions
}

func openStore(path string) (*store, error) {
	s := &store{instances: map[string]*instance{}, byKey: map[string]string{}, upgrades: map[string]bool{}}
	var err error
	s.journal, err = openJournal(path, func(line []byte) error {
		var r record
		if err := json.Unmarshal(line, &r); err != nil {
			return err
		}
		s.apply(r)
		return nil
	})
	if err != nil {
		return nil, err
	}
	if s.secret == "" {
		err = s.commit(func() (record, error) { return record{Kind: "secret", Secret: rand.Text() + rand.Text()}, nil })
	}
	return s, err
}

// commit lets decide choose a record under the lock, applies it and waits until it is on disk. A zero record means that nothing changes;
// even then it waits, because what the caller saw may be another call's change that is not on disk yet.
func (s *store) commit(decide func() (record, error)) error {
	s.mu.Lock()
	r, err := decide()
	if err != nil {
		s.mu.Unlock()
		return err
	}
	number := s.journal.last()
	if r.Kind != "" {
		line, err := json.Marshal(r)
		if err != nil {
			s.mu.Unlock()
			return fmt.Errorf("encode journal line: %w", err)
		}
		s.apply(r)
		number = s.journal.add(line)
	}
	s.mu.Unlock()
	return s.journal.wait(number)
}

// apply is the only place that changes the state, so that a replay leads to the same one.
func (s *store) apply(r record) {
	if r.Kind == "secret" {
		s.secret = r.Secret
		return
	}
	if r.Kind == "open" {
		s.instances[r.ID] = &instance{ID: r.ID, OrderID: r.Order, OrderLineID: r.Line, UserName: r.User, Password: r.Password, OpenedAt: r.At, ReadyAt: r.Until, Test: r.On}
		s.byKey[r.Key] = r.ID
		return
	}
	in := s.instances[r.ID]
	if in == nil {
		return
	}
	switch r.Kind {
	case "refresh":
		in.ExpireTime = r.Until
	case "freeze":
		in.Frozen = r.On
	case "upgrade":
		s.upgrades[r.ID+"\x1f"+r.Order] = true
		in.Upgrades++
	case "release":
		in.Released, in.Notes, in.UserName, in.Password = true, nil, "", ""
	case "note":
		in.Notes = append(in.Notes, *r.Note)
	case "unnote":
		in.Notes = slices.DeleteFunc(in.Notes, func(n note) bool { return n.ID == r.Note.ID })
	}
}

// get returns a copy of an instance.
func (s *store) get(id string) (instance, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	in := s.instances[id]
	if in == nil {
		return instance{}, false
	}
	c := *in
	c.Notes = slices.Clone(in.Notes)
	return c, true
}

// change commits what decide returns for an existing instance that is not released; for a released one, onReleased decides.
func (s *store) change(id string, onReleased error, decide func(*instance) (record, error)) error {
	return s.commit(func() (record, error) {
		in := s.instances[id]
		if in == nil {
			return record{}, errNoInstance
		}
		if in.Released {
			return record{}, onReleased
		}
		r, err := decide(in)
		r.ID = id
		return r, err
	})
}
