package e2e_test

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"

	"github.com/souk-market/souk/internal/storage/storetest"
)

// scenariosAtOnce is how many tests run in parallel: they mostly wait for other processes, or for 20 seconds to pass.
const scenariosAtOnce = "8"

func TestMain(m *testing.M) {
	flag.Parse()
	if err := flag.Set("test.parallel", scenariosAtOnce); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	dir, err := os.MkdirTemp("", "souk-e2e")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	programDir = dir
	code := m.Run()
	_ = os.RemoveAll(dir)
	os.Exit(code)
}

// The programs are built once for each test process, in a folder that TestMain makes.
var (
	programDir   string
	plainProgram = sync.OnceValues(func() (string, error) { return build("souk") })
	crashProgram = sync.OnceValues(func() (string, error) { return build("souk-crashpoints", "-tags", "crashpoints") })
)

func build(name string, flags ...string) (string, error) {
	file := filepath.Join(programDir, name)
	args := append([]string{"build", "-trimpath", "-o", file}, flags...)
	cmd := exec.CommandContext(context.Background(), "go", append(args, "github.com/souk-market/souk/cmd/souk")...)
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("build %s: %w\n%s", name, err, out)
	}
	return file, nil
}

// onBothEngines runs fn as parallel subtests; db is "" for SQLite, or the address of a fresh PostgreSQL database.
func onBothEngines(t *testing.T, fn func(t *testing.T, db string)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		fn(t, "")
	})
	if os.Getenv("SOUK_TEST_ENGINES") == "sqlite" {
		return
	}
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		fn(t, storetest.PostgresURL(t))
	})
}
