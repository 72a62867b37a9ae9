package account

import (
	"crypto/rand"
	"encoding/binary"
	"fmt"
	"math"
	"regexp"
	"time"

	"github.com/souk-market/souk/internal/kernel/secret"
	"github.com/souk-market/souk/internal/kernel/state"
)

// Purpose is what a one-time code is for. A code of one purpose proves nothing for another.
type Purpose string

// The purposes.
const (
	ForRegistration Purpose = "register"
	ForReset        Purpose = "reset"
	ForContact      Purpose = "contact" // the new phone or e-mail of an account
)

// Bounds of one-time codes.
const (
	CodeDigits   = 6
	CodeLife     = 10 * time.Minute
	CodeGuesses  = 5
	CodeResend   = time.Minute
	ProofLife    = 30 * time.Minute // from typing the code to sending the form behind it
	codesPerPair = 5                // an hour, from one network to one target
	codesPerHour = 10               // to one target
	codesPerDay  = 20               // to one target: a guesser gets 100 of a million chances
	codesPerNet  = 40               // an hour, from one network
)

// The states of a code.
const (
	codeWaiting = "waiting"
	codeProven  = "proven"
	codeUsed    = "used"
	codeDead    = "dead"
)

// The events of a code.
const (
	codeType    = "type"
	codeExhaust = "exhaust"
	codeSpend   = "spend"
)

// codeStates is how a code moves. The store's conditional updates name these states, so of two requests at the same
// time one wins.
var codeStates = state.New("account.code",
	state.Transition{From: codeWaiting, Event: codeType, To: codeProven, Note: "the right digits, within 10 minutes"},
	state.Transition{From: codeWaiting, Event: codeExhaust, To: codeDead, Note: "5 wrong guesses"},
	state.Transition{From: codeProven, Event: codeSpend, To: codeUsed, Note: "the form behind it, within 30 minutes"},
)

// Machines are the room's state machines, for the diagrams.
func Machines() []state.Machine { return []state.Machine{codeStates} }

// code is a stored one-time code.
type code struct {
	id        string // "cod_…": the ticket that whoever asked for it holds
	purpose   Purpose
	channel   Channel
	target    string
	accountID string // of ForContact: whose
	lang      string
	tag       string
	sealed    string
	state     string
	guesses   int
	proof     string
	createdAt time.Time
	expiresAt time.Time
}

var codeIDForm = regexp.MustCompile(`^cod_[0-9a-z]{26}$`)

// newDigits is a fresh code, each equally likely.
func newDigits() secret.Text {
	const codes = 1_000_000
	for {
		var b [4]byte
		rand.Read(b[:]) // never fails: crypto/rand ends the process instead
		if n := binary.BigEndian.Uint32(b[:]); n < math.MaxUint32/codes*codes {
			return secret.Text(fmt.Sprintf("%0*d", CodeDigits, n%codes))
		}
	}
}

// Ticket is what whoever asked for a code may know of it.
type Ticket struct {
	ID       string // holding it gives nothing without the code
	Purpose  Purpose
	Channel  Channel
	Target   string // as it was typed, in its normal form
	ResendAt time.Time
	Expires  time.Time
}

func (c code) ticket() Ticket {
	return Ticket{c.id, c.purpose, c.channel, c.target, c.createdAt.Add(CodeResend), c.expiresAt}
}
