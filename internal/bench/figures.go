package bench

import (
	"fmt"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Percentiles of a set of durations.
type Percentiles struct{ P50, P90, P95, P99, Max time.Duration }

func percentiles(d []time.Duration) Percentiles {
	if len(d) == 0 {
		return Percentiles{}
	}
	slices.Sort(d)
	at := func(q float64) time.Duration { return d[min(len(d)-1, int(q*float64(len(d))))] }
	return Percentiles{at(0.50), at(0.90), at(0.95), at(0.99), d[len(d)-1]}
}

// Memory is what of the process is resident: all of it, and the part of it that is files mapped into memory, such as the search
// index, which the system may drop at any time. Zero where the system does not say.
type Memory struct{ Resident, Mapped int64 } // bytes

// MemoryNow reads it.
func MemoryNow() (m Memory) {
	raw, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		return m
	}
	var size, resident, shared int64 // pages
	if _, err := fmt.Sscan(string(raw), &size, &resident, &shared); err != nil {
		return m
	}
	page := int64(os.Getpagesize())
	return Memory{resident * page, shared * page}
}

// String says both in MiB.
func (m Memory) String() string {
	return fmt.Sprintf("%d MiB, of which mapped files %d MiB", m.Resident>>20, m.Mapped>>20)
}

// tick is the unit in which Linux counts the time of processes.
const tick = 10 * time.Millisecond

// CPU is the time of a core that the process has used so far; 0 where the system does not say. Unlike latencies it is about
// the same on a machine that others use too.
func CPU() time.Duration {
	raw, err := os.ReadFile("/proc/self/stat")
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(raw), ") ") // the name before may hold spaces
	fields := strings.Fields(rest)
	if len(fields) < 13 {
		return 0
	}
	var sum int64
	for _, f := range fields[11:13] { // user, system
		n, err := strconv.ParseInt(f, 10, 64)
		if err != nil {
			return 0
		}
		sum += n
	}
	return time.Duration(sum) * tick
}

// Machine names the processors and the Go version, to be written beside a figure.
func Machine() string {
	return strconv.Itoa(runtime.NumCPU()) + " cores, " + runtime.Version() + " " + runtime.GOOS + "/" + runtime.GOARCH
}
