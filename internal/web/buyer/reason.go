package buyer

import (
	"github.com/souk-market/souk/internal/call"
	"github.com/souk-market/souk/internal/egress"
	"github.com/souk-market/souk/internal/wire"
)

// reasonKey is the text that tells a buyer why an attempt did not succeed. The seller's own page has the exact verdict;
// its codes, addresses and messages are none of the buyer's business, except those that the buyer can do something about
// (saas-production-interface B.10).
func reasonKey(c call.Call) string {
	switch code := c.Verdict.Code; code {
	case call.VerdictInterrupted, string(egress.KindCanceled):
		return "interrupted"
	case call.VerdictNoKey, call.VerdictNoAddress, string(egress.KindBadURL), string(egress.KindBlockedAddress):
		return "setup"
	case string(egress.KindTimeout):
		return "slow"
	case string(egress.KindDNS), string(egress.KindConnect), string(egress.KindTLS), string(egress.KindClosed):
		return "unreachable"
	case string(wire.FaultNotReady):
		return "not_ready"
	case string(wire.FaultCodeRefused), string(wire.FaultCodeUnknown):
		return refusalKey(c.ResultCode)
	}
	return "wrong_answer"
}

func refusalKey(resultCode string) string {
	switch resultCode {
	case "000100", "000106":
		return "no_resource"
	case "000103", "000105":
		return "has_already"
	case "000101":
		return "phone_taken"
	case "000102", "000107":
		return "mail_taken"
	}
	return "refused"
}
