package saasv2

import "strings"

// NewInstanceAnswer is the reply to newInstance (saas-production-interface B.2).
type NewInstanceAnswer struct {
	PlainAnswer
	// InstanceID is the seller's id of the instance; set when there are no faults.
	InstanceID string
	// Accepted is true for 000004: the seller opens the instance in its own time and queryInstance will tell when it is ready.
	Accepted bool
}

// CheckNewInstance judges the reply to newInstance. No faults means opened or, with Accepted, being opened; in both cases
// queryInstance follows for the access information (saas-production-interface F.3, F.4).
func CheckNewInstance(reply Reply) (NewInstanceAnswer, Faults) {
	obj, plain, faults := readReply(reply)
	answer := NewInstanceAnswer{PlainAnswer: plain}
	if len(faults) > 0 {
		return answer, faults
	}
	r := reader{}
	answer.Accepted = r.result(obj, true)
	if len(r.faults) > 0 && plain.ResultCode != CodeSuccess && !answer.Accepted {
		return answer, r.faults // a refusal needs no instance id
	}
	id, isString := obj["instanceId"].(string)
	switch {
	case obj["instanceId"] == nil || isString && strings.TrimSpace(id) == "":
		r.faults.add(Fault{Code: FaultInstanceIDMissing, Field: "instanceId"})
	case !isString:
		r.faults.add(Fault{Code: FaultFieldNotString, Field: "instanceId", Want: "string", Got: kindOf(obj["instanceId"])})
	default:
		r.faults.checkInstanceID("instanceId", id)
	}
	if len(r.faults) == 0 {
		answer.InstanceID = id
	}
	return answer, r.faults
}

// CheckSame reports a fault when the id differs from the one that an earlier attempt for the same order line returned
// ("" when there was none): the seller would have opened a second instance (saas-production-interface B.2, idempotent).
func (a NewInstanceAnswer) CheckSame(earlier string) Faults {
	if earlier == "" || a.InstanceID == "" || a.InstanceID == earlier {
		return nil
	}
	return Faults{{Code: FaultInstanceIDChanged, Field: "instanceId", Want: clip(earlier), Got: clip(a.InstanceID)}}
}
