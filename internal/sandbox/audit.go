package sandbox

import "github.com/souk-market/souk/internal/audit"

// didMove is recorded in the log of the platform: the clock is everybody's.
var didMove = audit.Def("sandbox.clock_moved", "Clock of the sandbox moved", "调整沙箱时间")
