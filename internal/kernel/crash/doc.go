// Package crash marks the places between a commit and its answer where a process may die, for the tests that kill it there.
//
// Invariants:
//
//  1. In a normal build Point does nothing and costs nothing.
//  2. Built with the tag crashpoints, Point kills the process with SIGKILL when SOUK_CRASH_AT names it.
package crash

// Points are the marked places of trade, in the order in which a purchase passes them.
func Points() []string {
	return []string{
		"order.place.before_commit", "order.place.committed",
		"order.pay.before_commit", "order.pay.committed",
		"call.run.before_send", "call.run.replied", "call.finish.before_commit", "call.finish.committed",
		"topup.confirm.before_commit", "topup.confirm.committed",
	}
}

// ClosingPoints are the marked places that the end of an account passes.
func ClosingPoints() []string {
	return []string{"account.close.before_commit", "account.close.committed"}
}
