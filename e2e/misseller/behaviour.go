package misseller

import (
	"fmt"
	"net/url"
	"strconv"
	"time"
)

// Kind names a way to answer.
type Kind string

// The kinds. Those marked (opens) do their work before they spoil the answer, like a server whose answer gets lost.
const (
	Good             Kind = "good"               // (opens) 000000, then access information
	RefuseSignature  Kind = "refuse-signature"   // 000001 although the signature is right
	Status           Kind = "status"             // HTTP Behaviour.Status, 500 by default
	Hang             Kind = "hang"               // (opens) answers well after Options.Hang
	Drip             Kind = "drip"               // (opens) a good answer, one byte every Options.DripEvery
	Close            Kind = "close"              // (opens) closes the connection without an answer
	HTML             Kind = "html"               // a login page with status 200
	HTMLAsJSON       Kind = "html-as-json"       // the same, declared as JSON
	WrongType        Kind = "wrong-content-type" // (opens) good JSON as text/plain
	InvalidUTF8      Kind = "invalid-utf8"       // (opens) resultMsg in GBK
	Huge             Kind = "huge"               // (opens) a good answer of Options.HugeBytes
	Redirect         Kind = "redirect"           // HTTP Behaviour.Status (302 by default) to an address that counts its visitors
	NoContent        Kind = "no-content"         // HTTP 204
	EmptyBody        Kind = "empty-body"         // HTTP 200 with nothing in it
	NotJSON          Kind = "not-json"           // "success"
	UnknownCode      Kind = "unknown-code"       // resultCode 000777
	Code             Kind = "code"               // resultCode Behaviour.Code, 000106 by default
	NumberCode       Kind = "number-code"        // (opens) resultCode 0 as a number
	NoInstanceID     Kind = "no-instance-id"     // 000000 without instanceId (queryInstance: without info)
	LongFields       Kind = "long-fields"        // instanceId of 65 characters (queryInstance: memo of 1025)
	ScriptLink       Kind = "script-link"        // (opens) frontEndUrl is javascript:…
	ChangeInstanceID Kind = "change-instance-id" // (opens) another instance at every newInstance; queryInstance knows none of them
	FailTimes        Kind = "fail-times"         // HTTP 500 for the first Behaviour.Times newInstance calls of an order line, then Good
	Pending          Kind = "pending"            // (opens) 000004 until Behaviour.For after the first call, then Good
	PendingForever   Kind = "pending-forever"    // (opens) 000004 always
)

// Kinds returns all kinds.
func Kinds() []Kind {
	return []Kind{
		Good, RefuseSignature, Status, Hang, Drip, Close, HTML, HTMLAsJSON, WrongType, InvalidUTF8, Huge, Redirect, NoContent,
		EmptyBody, NotJSON, UnknownCode, Code, NumberCode, NoInstanceID, LongFields, ScriptLink, ChangeInstanceID, FailTimes,
		Pending, PendingForever,
	}
}

// Behaviour is a kind with its parameters; the zero value is Good.
type Behaviour struct {
	Kind   Kind
	Only   string        // the one activity that misbehaves, such as "queryInstance"; "" means all
	Status int           // for Status and Redirect
	Code   string        // for Code
	Times  int           // for FailTimes
	For    time.Duration // for Pending
}

// path returns the behaviour as path and query of a production address.
func (b Behaviour) path() string {
	q := url.Values{}
	set := func(name, value, zero string) {
		if value != zero {
			q.Set(name, value)
		}
	}
	set("only", b.Only, "")
	set("status", strconv.Itoa(b.Status), "0")
	set("code", b.Code, "")
	set("times", strconv.Itoa(b.Times), "0")
	set("for", b.For.String(), "0s")
	kind := b.Kind
	if kind == "" {
		kind = Good
	}
	if len(q) == 0 {
		return "/" + string(kind)
	}
	return "/" + string(kind) + "?" + q.Encode()
}

// parseBehaviour reads back what path wrote.
func parseBehaviour(u *url.URL) (Behaviour, error) {
	q := u.Query()
	b := Behaviour{Only: q.Get("only"), Code: q.Get("code")}
	for _, k := range Kinds() {
		if u.Path == "/"+string(k) {
			b.Kind = k
		}
	}
	if b.Kind == "" {
		return b, fmt.Errorf("misseller: no behaviour at %s", u.Path)
	}
	var err error
	number := func(name string) int {
		if q.Get(name) == "" || err != nil {
			return 0
		}
		var n int
		n, err = strconv.Atoi(q.Get(name))
		return n
	}
	b.Status, b.Times = number("status"), number("times")
	if text := q.Get("for"); text != "" && err == nil {
		b.For, err = time.ParseDuration(text)
	}
	return b, err
}

// effective returns what an activity gets: Good when the behaviour is for another one.
func (b Behaviour) effective(activity string) Behaviour {
	if b.Kind == "" || b.Only != "" && b.Only != activity {
		return Behaviour{Kind: Good}
	}
	return b
}
