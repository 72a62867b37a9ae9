package archtest

import (
	"go/ast"
	"strings"
	"testing"
)

// clockRooms may ask the machine for the time or wait for it.
var clockRooms = []exception{
	{"internal/kernel/clock", "it is the clock"},
	{"internal/app", "measures start-up and requests, waits for shutdown"},
	{"internal/egress", "deadlines and the timing of real connections, which the sandbox clock must not bend"},
	{"internal/storage/postgres.go", "waits between the attempts of a transaction that a real database broke"},
	{"internal/bench", "measures"},
	{"isv", "runs in a seller's program, which has no clock of ours"},
	{"internal/tools", "tools"},
	{"e2e", "watches a real process"},
}

func machineTime(t *tree) []fault {
	return uses(t.where(func(f *file) bool { return !f.test && !f.in(clockRooms...) }), "time",
		oneOf("Now", "Since", "Until", "Sleep", "After", "Tick"))
}

func TestTimeComesFromTheClock(t *testing.T) {
	t.Parallel()
	hold(t, machineTime, "take a *clock.Clock by constructor, or tx.Now inside a transaction: in a sandbox time is moved")
}

func TestTimeRuleSeesMachineTime(t *testing.T) {
	t.Parallel()
	breaks(t, machineTime, map[string]string{
		"internal/order/a.go":        "package order\n\nimport \"time\"\n\nvar at = time.Now()\n\nfunc f(time clock) { time.Now() }\n\ntype clock interface{ Now() }\n",
		"internal/order/b.go":        "package order\n\nimport t \"time\"\n\nfunc g() { t.Sleep(t.Second) }\n",
		"internal/order/a_test.go":   "package order\n\nimport \"time\"\n\nvar _ = time.Now()\n",
		"internal/kernel/clock/a.go": "package clock\n\nimport \"time\"\n\nfunc now() time.Time { return time.Now() }\n",
	}, "internal/order/a.go:5", "internal/order/b.go:5")
}

// sleepers are tests that may sleep.
var sleepers = []exception{
	{"e2e", "a real process in another address space gives no signal to wait on: polls with a deadline"},
}

func sleepingTests(t *tree) []fault {
	return uses(t.where(func(f *file) bool { return f.test && !f.in(sleepers...) }), "time", oneOf("Sleep"))
}

func TestTestsDoNotSleep(t *testing.T) {
	t.Parallel()
	hold(t, sleepingTests, "wait on a channel, move the clock, or use testing/synctest")
}

func TestSleepRuleSeesASleepingTest(t *testing.T) {
	t.Parallel()
	breaks(t, sleepingTests, map[string]string{
		"internal/job/a_test.go": "package job\n\nimport \"time\"\n\nfunc f() { time.Sleep(1) }\n",
		"e2e/a_test.go":          "package e2e\n\nimport \"time\"\n\nfunc f() { time.Sleep(1) }\n",
	}, "internal/job/a_test.go:5")
}

// roots may start a chain of contexts.
var roots = []exception{
	{"internal/app", "starts everything"},
	{"cmd", "the program"},
	{"internal/bench", "a program of its own"},
	{"internal/tools", "programs of their own"},
}

func rootContexts(t *tree) []fault {
	return uses(t.where(func(f *file) bool { return !f.test && !f.in(roots...) }), "context", oneOf("Background", "TODO"))
}

func TestContextsStartInAppOnly(t *testing.T) {
	t.Parallel()
	hold(t, rootContexts, "take ctx as the first parameter; for work that must outlive its caller use context.WithoutCancel(ctx), or a job")
}

func TestContextRuleSeesANewRoot(t *testing.T) {
	t.Parallel()
	breaks(t, rootContexts, map[string]string{
		"internal/order/a.go": "package order\n\nimport \"context\"\n\nvar ctx = context.Background()\n",
		"internal/app/a.go":   "package app\n\nimport \"context\"\n\nvar ctx = context.TODO()\n",
		"cmd/souk/main.go":    "package main\n\nimport \"context\"\n\nfunc main() { _ = context.Background() }\n",
	}, "internal/order/a.go:5")
}

// environment may be read in these places.
var environment = []exception{
	{"internal/app", "the only room that reads settings"},
	{"cmd", "hands them to app"},
	{"internal/tools", "tools"},
}

func readsEnvironment(t *tree) []fault {
	return uses(t.where(func(f *file) bool { return !f.test && !f.in(environment...) }), "os",
		oneOf("Getenv", "LookupEnv", "Environ", "Setenv", "Unsetenv", "ExpandEnv"))
}

func TestOnlyAppReadsTheEnvironment(t *testing.T) {
	t.Parallel()
	hold(t, readsEnvironment, "make it a setting in app and pass it by constructor: `souk doctor` shows every setting")
}

func TestEnvironmentRuleSeesARoomThatReadsIt(t *testing.T) {
	t.Parallel()
	breaks(t, readsEnvironment, map[string]string{
		"internal/notify/a.go": "package notify\n\nimport \"os\"\n\nfunc f() string { return os.Getenv(\"SMTP\") }\n",
		"internal/app/a.go":    "package app\n\nimport \"os\"\n\nfunc f() string { return os.Getenv(\"SMTP\") }\n",
	}, "internal/notify/a.go:5")
}

// callers may open connections to others.
var callers = []exception{
	{"internal/egress", "the one client that leaves the house"},
	{"internal/sso/outgoing.go", "a client for the libraries of OpenID Connect whose every exchange goes through egress"},
	{"internal/asset/clamd", "the virus scanner on this machine, by a unix or loopback socket: egress speaks HTTP"},
	{"isv", "a seller's program calls us"},
	{"internal/demo", "the demo seller lives on this machine"},
	{"internal/bench", "drives the house from outside"},
	{"internal/catalogfile", "a seller's tool asks a marketplace by its API"},
	{"e2e", "drives the house from outside"},
}

// outgoing finds what opens a connection without going through egress.
func outgoing(t *tree) []fault {
	files := t.where(func(f *file) bool { return !f.test && !f.in(callers...) })
	out := uses(files, "net/http", oneOf("Get", "Post", "PostForm", "Head", "DefaultClient", "DefaultTransport", "Transport"))
	out = append(out, uses(files, "net", func(name string) bool { return strings.HasPrefix(name, "Dial") })...)
	out = append(out, uses(files, "crypto/tls", func(name string) bool { return strings.HasPrefix(name, "Dial") })...)
	for _, f := range files {
		imports := f.imports()
		ast.Inspect(f.ast, func(n ast.Node) bool {
			if lit, ok := n.(*ast.CompositeLit); ok {
				if pkg, name, ok := selected(imports, lit.Type); ok && pkg == "net/http" && name == "Client" {
					out = append(out, fault{f.at(n), "http.Client{}"})
				}
			}
			return true
		})
	}
	return out
}

func TestOnlyEgressCallsOthers(t *testing.T) {
	t.Parallel()
	hold(t, outgoing, "send through internal/egress: it refuses private addresses, does not follow redirects, limits size and time")
}

func TestOutgoingRuleSeesOtherClients(t *testing.T) {
	t.Parallel()
	breaks(t, outgoing, map[string]string{
		"internal/call/a.go":   "package call\n\nimport \"net/http\"\n\nfunc f() { http.Get(\"\") }\n\nvar c = &http.Client{}\n\nfunc g(w http.ResponseWriter, r *http.Request) {}\n",
		"internal/call/b.go":   "package call\n\nimport \"net\"\n\nfunc f(d net.Dialer) { net.Dial(\"\", \"\") }\n",
		"internal/egress/a.go": "package egress\n\nimport \"net/http\"\n\nvar c = &http.Client{}\n",
	}, "internal/call/a.go:5", "internal/call/a.go:7", "internal/call/b.go:5", "internal/call/b.go:5")
}

// talkers may use the process-wide logger or write to the terminal.
var talkers = []exception{
	{"internal/app", "sets the logger up; prints the demo's addresses"},
	{"cmd", "the terminal is its page"},
	{"internal/bench", "prints figures"},
	{"internal/tools", "programs of their own"},
	{"internal/demo/content/gen", "a program of its own: draws the pictures of the demo"},
	{"e2e", "tests"},
}

func globalLoggers(t *tree) []fault {
	files := t.where(func(f *file) bool { return !f.test && !f.in(talkers...) })
	out := uses(files, "log/slog", oneOf("Default", "SetDefault", "Debug", "Info", "Warn", "Error", "Log",
		"DebugContext", "InfoContext", "WarnContext", "ErrorContext", "LogAttrs"))
	out = append(out, uses(files, "fmt", oneOf("Print", "Println", "Printf"))...)
	return append(out, uses(files, "os", oneOf("Stdout", "Stderr"))...)
}

func TestLoggersComeByConstructor(t *testing.T) {
	t.Parallel()
	hold(t, globalLoggers, "take a *slog.Logger by constructor: lines then carry the ids, and tests can read them")
}

func TestLoggerRuleSeesGlobalOnes(t *testing.T) {
	t.Parallel()
	breaks(t, globalLoggers, map[string]string{
		"internal/order/a.go": "package order\n\nimport (\n\t\"fmt\"\n\t\"log/slog\"\n)\n\nfunc f(log *slog.Logger) {\n\tlog.Info(\"\")\n\tslog.Info(\"\")\n\tfmt.Println()\n}\n",
	}, "internal/order/a.go:10", "internal/order/a.go:11")
}

// exiters may end the process.
var exiters = []exception{{"cmd", "the program"}, {"internal/tools", "programs of their own"}, {"internal/demo/content/gen", "a program of its own"}}

// panickers may panic later than at start-up.
var panickers = []exception{
	{"internal/app", "starts everything"},
	{"internal/storage/tx.go", "hands the panic of a caller's transaction back to that caller, with its stack"},
	{"isv/handler.go", "passes http.ErrAbortHandler on to net/http, which asks for it"},
	{"internal/kernel/money/money.go", "the order of two currencies has no answer, and a wrong one would be money"},
}

// panics finds panics and exits that do not happen at start-up.
func panics(t *tree) []fault {
	var out []fault
	files := t.where(func(f *file) bool { return written(f) && !f.in(exiters...) })
	for _, f := range files {
		for _, decl := range f.ast.Decls {
			if fn, ok := decl.(*ast.FuncDecl); ok &&
				(isMust(fn.Name.Name) || strings.Contains(strings.ToLower(fn.Doc.Text()), "start-up")) {
				continue // named after what it does, or says so
			}
			ast.Inspect(decl, func(n ast.Node) bool {
				call, ok := n.(*ast.CallExpr)
				if !ok {
					return true
				}
				if id, ok := call.Fun.(*ast.Ident); ok && id.Name == "panic" && id.Obj == nil && !f.in(panickers...) && !f.commentNear(n, "start-up") {
					out = append(out, fault{f.at(n), "panic"})
				}
				return true
			})
		}
	}
	return append(out, uses(files, "os", oneOf("Exit"))...)
}

func TestNothingPanicsAfterStartUp(t *testing.T) {
	t.Parallel()
	hold(t, panics, "return an error. A mistake of the programmer that shows at start-up may panic: say so in a comment `// start-up: …`, or name the function must…")
}

func TestPanicRuleSeesPanicsAndExits(t *testing.T) {
	t.Parallel()
	breaks(t, panics, map[string]string{
		"internal/order/a.go": "package order\n\nimport \"os\"\n\nfunc f() {\n\tpanic(1)\n}\n\nfunc g() {\n\t// start-up: two handlers of one name\n\tpanic(2)\n}\n\nfunc mustParse() { panic(3) }\n\nfunc h() { os.Exit(1) }\n",
		"cmd/souk/main.go":    "package main\n\nimport \"os\"\n\nfunc main() { os.Exit(1) }\n",
	}, "internal/order/a.go:6", "internal/order/a.go:16")
}

// matchers may look at the text of an error.
var matchers = []exception{
	{"internal/storage", "the engines say which constraint was broken only in words"},
}

// textMatches finds decisions on the text of an error.
func textMatches(t *tree) []fault {
	var out []fault
	for _, f := range t.where(func(f *file) bool { return written(f) && !f.in(matchers...) }) {
		imports := f.imports()
		ast.Inspect(f.ast, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.CallExpr:
				pkg, _, ok := selected(imports, n.Fun)
				if ok && (pkg == "strings" || pkg == "regexp") && len(n.Args) > 0 && errorText(n.Args[0]) {
					out = append(out, fault{f.at(n), "looks at the text of an error"})
				}
			case *ast.BinaryExpr:
				if n.Op.String() == "==" && (errorText(n.X) || errorText(n.Y)) {
					out = append(out, fault{f.at(n), "compares the text of an error"})
				}
			}
			return true
		})
	}
	return out
}

func errorText(e ast.Expr) bool {
	call, ok := e.(*ast.CallExpr)
	if !ok || len(call.Args) != 0 {
		return false
	}
	sel, ok := call.Fun.(*ast.SelectorExpr)
	return ok && sel.Sel.Name == "Error"
}

func TestErrorsAreNotMatchedByText(t *testing.T) {
	t.Parallel()
	hold(t, textMatches, "declare the error (apperr.Def, errors.New) and ask with errors.Is or errors.As")
}

func TestErrorTextRuleSeesComparisons(t *testing.T) {
	t.Parallel()
	breaks(t, textMatches, map[string]string{
		"internal/call/a.go": "package call\n\nimport \"strings\"\n\nfunc f(err error) bool {\n\tif strings.Contains(err.Error(), \"EOF\") {\n\t\treturn true\n\t}\n\treturn err.Error() == \"x\"\n}\n\nfunc g(err error) string { return err.Error() }\n",
	}, "internal/call/a.go:6", "internal/call/a.go:9")
}
