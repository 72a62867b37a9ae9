package call

import "github.com/souk-market/souk/internal/kernel/state"

// The states of a call and of an interface key.
const (
	StatePending = "pending" // an attempt runs, or the next one is due at next_at
	StateOK      = "ok"      // the seller's server did what was asked
	StateFailed  = "failed"  // the window is over

	KeyPending = "pending" // shown to the seller, not yet used
	KeyActive  = "active"  // signs every call
	KeyRetired = "retired" // never used again
)

// Machine is the life of a call.
func Machine() state.Machine { return machine }

var machine = state.New("call",
	state.Transition{From: StatePending, Event: "retry", To: StatePending, Note: "an attempt failed, the window is open"},
	state.Transition{From: StatePending, Event: "restart", To: StatePending, Note: "seller: attempt now"},
	state.Transition{From: StatePending, Event: "succeed", To: StateOK},
	state.Transition{From: StatePending, Event: "exhaust", To: StateFailed, Note: "the last attempt of the window failed"},
)

// KeyMachine is the life of an interface key.
func KeyMachine() state.Machine { return keyMachine }

var keyMachine = state.New("call.key",
	state.Transition{From: KeyPending, Event: "activate", To: KeyActive, Note: "seller: my server knows it"},
	state.Transition{From: KeyPending, Event: "discard", To: KeyRetired},
	state.Transition{From: KeyActive, Event: "replace", To: KeyRetired, Note: "another key became active"},
)
