//go:build linux

package e2e

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
)

// workshop is where the programs are built.
var workshop string

func TestMain(m *testing.M) {
	os.Exit(func() int {
		var err error
		if workshop, err = os.MkdirTemp("", "paydesk-e2e-"); err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
		defer os.RemoveAll(workshop)
		return m.Run()
	}())
}

// build makes one of the shipped programs, once for all tests.
func build(name string, args ...string) func() (string, error) {
	return sync.OnceValues(func() (string, error) {
		program := filepath.Join(workshop, name)
		cmd := exec.Command("go", append(append([]string{"build", "-trimpath"}, args...), "-o", program, "paydesk")...)
		if name == "paydesk-headless" {
			cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
		}
		if out, err := cmd.CombinedOutput(); err != nil {
			return "", fmt.Errorf("build %s: %w\n%s", name, err, out)
		}
		return program, nil
	})
}

var headless = build("paydesk-headless", "-tags", "headless")
