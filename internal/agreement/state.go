package agreement

import "github.com/souk-market/souk/internal/kernel/state"

// State is how an account stands towards an agreement.
type State string

// The states (business-rules 15: agreement signature).
const (
	StateUnsigned State = "unsigned"
	StateSigned   State = "signed"   // the version in force
	StateOutdated State = "outdated" // a version before it
)

const (
	eventSign    = "sign"
	eventPublish = "publish"
)

// signatures is never stored: which versions were signed and which is in force say where an account stands.
var signatures = state.New("agreement.signature",
	state.Transition{From: string(StateUnsigned), Event: eventSign, To: string(StateSigned), Note: "ticked in the version in force"},
	state.Transition{From: string(StateSigned), Event: eventPublish, To: string(StateOutdated), Note: "a new version is in force"},
	state.Transition{From: string(StateOutdated), Event: eventSign, To: string(StateSigned), Note: "ticked again before the next guarded action"},
)

// Machine is the room's state machine, for the diagrams.
func Machine() state.Machine { return signatures }

// stateOf derives the state: signed is the number of the newest version that was signed (0: none), current the one in
// force. Who signed a version that was announced and withdrawn later is up to date all the same.
func stateOf(signed, current int64) State {
	switch {
	case signed == 0:
		return StateUnsigned
	case signed < current:
		return StateOutdated
	}
	return StateSigned
}
