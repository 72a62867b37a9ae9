//go:build crashpoints

package crash

import (
	"os"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
)

var passed atomic.Int64 // how often the wanted point was reached, for "name#3": die at the third time

// Point marks a place, and kills the process there when SOUK_CRASH_AT says so.
func Point(name string) {
	want, nth, _ := strings.Cut(os.Getenv("SOUK_CRASH_AT"), "#")
	if want != name {
		return
	}
	n, err := strconv.ParseInt(nth, 10, 64)
	if err != nil {
		n = 1
	}
	if passed.Add(1) == n {
		_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
		select {} // the signal is on its way: nothing more may happen here
	}
}
