package isvserver

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// workspaceView is the page of an instance; State decides what it shows.
type workspaceView struct {
	State    string // missing, opening, released, frozen, login, open
	Instance instance
	Base     string // "/app/{id}"
	Admin    bool
	Error    string // key of a text
	Draft    string // a note that could not be kept
	MaxText  int
}

func (s *Server) workspace(w http.ResponseWriter, r *http.Request) {
	s.show(w, r, http.StatusOK, "", "")
}

// show renders the page of the instance with the status, or with the one that its state asks for.
func (s *Server) show(w http.ResponseWriter, r *http.Request, status int, problem, draft string) {
	in, ok := s.store.get(r.PathValue("id"))
	v := workspaceView{Instance: in, Base: base(r), Admin: strings.HasSuffix(r.URL.Path, "/admin"), Error: problem, Draft: draft, MaxText: maxNoteText}
	switch {
	case !ok:
		v.State, status = "missing", http.StatusNotFound
	case in.Released:
		v.State, status = "released", http.StatusGone
	case s.cfg.Now().Before(in.ReadyAt):
		v.State = "opening"
	case in.Frozen:
		v.State, status = "frozen", http.StatusForbidden
	case !s.loggedIn(r, in):
		v.State = "login"
	default:
		v.State = "open"
	}
	v.Instance.Password = "" // no template needs it
	s.render(w, r, status, "workspace.html", v)
}

func base(r *http.Request) string { return "/app/" + url.PathEscape(r.PathValue("id")) }

// usable returns the instance when its users may work in it; otherwise it shows why not.
func (s *Server) usable(w http.ResponseWriter, r *http.Request) (instance, bool) {
	r.Body = http.MaxBytesReader(w, r.Body, 16<<10)
	in, ok := s.store.get(r.PathValue("id"))
	if !ok || in.Released || in.Frozen || s.cfg.Now().Before(in.ReadyAt) {
		s.show(w, r, http.StatusOK, "", "")
		return in, false
	}
	return in, true
}

// loginTries bounds guessing: ten failures in a minute, then the minute must pass.
type loginTries struct {
	since time.Time
	count int
}

func (s *Server) mayTry(id string, failedNow bool) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	now, tries := s.cfg.Now(), s.failed[id]
	if age := now.Sub(tries.since); age >= time.Minute || age < 0 {
		tries = loginTries{since: now}
	}
	if failedNow {
		tries.count++
		s.failed[id] = tries
	}
	return tries.count < 10
}

func (s *Server) login(w http.ResponseWriter, r *http.Request) {
	in, ok := s.usable(w, r)
	if !ok {
		return
	}
	if !s.mayTry(in.ID, false) {
		s.show(w, r, http.StatusTooManyRequests, "login.too_many", "")
		return
	}
	user := subtle.ConstantTimeCompare([]byte(strings.TrimSpace(r.PostFormValue("user"))), []byte(in.UserName))
	password := subtle.ConstantTimeCompare([]byte(r.PostFormValue("password")), []byte(in.Password))
	if user&password != 1 {
		s.mayTry(in.ID, true)
		s.show(w, r, http.StatusUnprocessableEntity, "login.wrong", "")
		return
	}
	expires := s.cfg.Now().Add(12 * time.Hour)
	s.setSession(w, r, strconv.FormatInt(expires.Unix(), 10)+"."+s.sessionMAC(in, expires.Unix()), 0)
	http.Redirect(w, r, base(r), http.StatusSeeOther)
}

func (s *Server) logout(w http.ResponseWriter, r *http.Request) {
	s.setSession(w, r, "", -1)
	http.Redirect(w, r, base(r), http.StatusSeeOther)
}

func (s *Server) setSession(w http.ResponseWriter, r *http.Request, value string, maxAge int) {
	http.SetCookie(w, &http.Cookie{Name: "workspace", Value: value, Path: base(r), MaxAge: maxAge, HttpOnly: true,
		SameSite: http.SameSiteLaxMode, Secure: r.TLS != nil})
}

// sessionMAC binds a session to an instance, its password and its end.
func (s *Server) sessionMAC(in instance, expires int64) string {
	h := hmac.New(sha256.New, []byte(s.store.secret))
	h.Write([]byte(in.ID + "\x1f" + in.Password + "\x1f" + strconv.FormatInt(expires, 10)))
	return hex.EncodeToString(h.Sum(nil))
}

func (s *Server) loggedIn(r *http.Request, in instance) bool {
	cookie, err := r.Cookie("workspace")
	if err != nil {
		return false
	}
	until, mac, _ := strings.Cut(cookie.Value, ".")
	expires, err := strconv.ParseInt(until, 10, 64)
	return err == nil && s.cfg.Now().Unix() < expires && hmac.Equal([]byte(mac), []byte(s.sessionMAC(in, expires)))
}

func (s *Server) addNote(w http.ResponseWriter, r *http.Request) {
	in, ok := s.usable(w, r)
	if !ok {
		return
	}
	if !s.loggedIn(r, in) {
		s.show(w, r, http.StatusForbidden, "login.needed", "")
		return
	}
	text := strings.TrimSpace(strings.ToValidUTF8(r.PostFormValue("text"), ""))
	switch {
	case text == "":
		s.show(w, r, http.StatusUnprocessableEntity, "note.empty", "")
		return
	case utf8.RuneCountInString(text) > maxNoteText:
		s.show(w, r, http.StatusUnprocessableEntity, "note.long", text)
		return
	}
	err := s.store.change(in.ID, errNoInstance, func(in *instance) (record, error) {
		if len(in.Notes) >= maxNotes {
			return record{}, errTooMany
		}
		return record{Kind: "note", Note: &note{rand.Text(), text, s.cfg.Now()}}, nil
	})
	s.after(w, r, err, text)
}

func (s *Server) deleteNote(w http.ResponseWriter, r *http.Request) {
	in, ok := s.usable(w, r)
	if !ok {
		return
	}
	if !s.loggedIn(r, in) {
		s.show(w, r, http.StatusForbidden, "login.needed", "")
		return
	}
	err := s.store.change(in.ID, errNoInstance, func(*instance) (record, error) {
		return record{Kind: "unnote", Note: &note{ID: r.PathValue("note")}}, nil
	})
	s.after(w, r, err, "")
}

// after leads back to the page, or says what went wrong and keeps what was typed.
func (s *Server) after(w http.ResponseWriter, r *http.Request, err error, draft string) {
	switch {
	case err == nil || errors.Is(err, errNoInstance):
		http.Redirect(w, r, base(r), http.StatusSeeOther)
	case errors.Is(err, errTooMany):
		s.show(w, r, http.StatusUnprocessableEntity, "note.too_many", draft)
	default:
		if s.cfg.Logger != nil {
			s.cfg.Logger.ErrorContext(r.Context(), "demo seller's notes", "error", err)
		}
		s.show(w, r, http.StatusInternalServerError, "note.failed", draft)
	}
}
