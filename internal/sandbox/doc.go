// Package sandbox moves the business clock, so that hours and months of retries, renewals and timeouts play in a moment.
//
// Invariants:
//
//  1. It only works where the marketplace was started with the sandbox clock; elsewhere every use is refused.
//  2. The clock only moves forward, and one move runs at a time.
//  3. What falls due on the way plays in order: the clock stops at each due instant and goes on when all is quiet there.
//  4. The offset is stored before it is used, so a restart does not send time backwards.
package sandbox
