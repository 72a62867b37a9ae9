package saasv2

import "github.com/souk-market/souk/internal/wire"

// NewInstanceAnswer is the reply to newInstance (saas-production-interface B.2).
type NewInstanceAnswer struct {
	wire.PlainAnswer
	// InstanceID is the seller's id of the instance: always without faults, and with them when the reply still names one. A
	// server that spoils its answer has opened the instance all the same, and must name the same one the next time.
	InstanceID string
	// Accepted is true for 000004: the seller opens the instance in its own time and queryInstance will tell when it is ready.
	Accepted bool
}

// CheckNewInstance judges the reply to newInstance. No faults means opened or, with Accepted, being opened; in both cases
// queryInstance follows for the access information (saas-production-interface F.3, F.4).
func CheckNewInstance(reply wire.Reply) (NewInstanceAnswer, wire.Faults) {
	obj, plain, faults := wire.Read(reply)
	answer := NewInstanceAnswer{PlainAnswer: plain, InstanceID: namedInstance(obj, plain.ResultCode)}
	if len(faults) > 0 {
		return answer, faults
	}
	r := wire.Reader{}
	answer.Accepted = r.Result(obj, true)
	if len(r.Faults) > 0 && plain.ResultCode != wire.CodeSuccess && !answer.Accepted {
		return answer, r.Faults // a refusal needs no instance id
	}
	r.InstanceID(obj)
	return answer, r.Faults
}

// namedInstance is the instance that a reply says it opened, or is opening; "" when it names none that can be kept.
func namedInstance(obj map[string]any, resultCode string) string {
	id, _ := obj["instanceId"].(string)
	var faults wire.Faults
	faults.CheckInstanceID("instanceId", id)
	if id == "" || len(faults) > 0 || resultCode != wire.CodeSuccess && resultCode != wire.CodeInProgress {
		return ""
	}
	return id
}

// CheckSame reports a fault when the id differs from the one that an earlier attempt for the same order line returned
// ("" when there was none): the seller would have opened a second instance (saas-production-interface B.2, idempotent).
func (a NewInstanceAnswer) CheckSame(earlier string) wire.Faults {
	if earlier == "" || a.InstanceID == "" || a.InstanceID == earlier {
		return nil
	}
	return wire.Faults{{Code: wire.FaultInstanceIDChanged, Field: "instanceId", Want: wire.Clip(earlier), Got: wire.Clip(a.InstanceID)}}
}
