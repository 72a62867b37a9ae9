package saasv2

import "github.com/souk-market/souk/internal/wire"

// CheckQueryInstance judges the reply to a queryInstance that asked for wantIDs; wire.Reader.Instances has the rules.
func CheckQueryInstance(reply wire.Reply, wantIDs []string) (wire.QueryInstanceAnswer, wire.Faults) {
	obj, plain, faults := wire.Read(reply)
	answer := wire.QueryInstanceAnswer{PlainAnswer: plain}
	if len(faults) > 0 {
		return answer, faults
	}
	r := wire.Reader{}
	answer.Pending = r.Result(obj, true)
	if answer.Pending || len(r.Faults) > 0 {
		return answer, r.Faults
	}
	answer.Instances = r.Instances(obj, wantIDs)
	return answer, r.Faults
}
