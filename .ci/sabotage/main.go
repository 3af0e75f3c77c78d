// Command sabotage plants each bug of testdata/sabotage in a copy of the code that it changes, compiles
// the simulation over it, and lets it look until one of the rules that the patch names is broken. A patch that no longer
// applies, does not compile, or is not seen within the given number of seeds is a failure: a simulation that does not see
// bugs proves nothing.
//
// A patch begins with "Plants:" and what the bug is, and "Seen by:" and the rules of PROTOCOLS §7, or the one scenario of
// the simulation that a seed is too unlikely to draw; the rest is a unified diff with little context, so that it lives as
// long as the lines it changes.
package main

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"time"
)

const patches = "testdata/sabotage"

func main() {
	within := flag.Int("within", 5000, "seeds in which each must be seen")
	parallel := flag.Int("parallel", 2, "how many are tried at once: one compiles while another looks")
	flag.Parse()
	failed, err := run(*within, *parallel, flag.Args())
	if err != nil {
		fmt.Fprintln(os.Stderr, "sabotage:", err)
		os.Exit(2)
	}
	if failed > 0 {
		fmt.Printf("%d sabotages failed\n", failed)
		os.Exit(1)
	}
}

// run tries the patches whose names contain one of the words, or all.
func run(within, parallel int, words []string) (failed int, err error) {
	files, err := filepath.Glob(filepath.Join(patches, "*.patch"))
	if err != nil || len(files) == 0 {
		return 0, errors.Join(err, errors.New("no patches: run from the root of the repository"))
	}
	dir, err := os.MkdirTemp("", "paydesk-sabotage-")
	if err != nil {
		return 0, err
	}
	defer os.RemoveAll(dir)
	var chosen []string
	for _, f := range files {
		if named(f, words) {
			chosen = append(chosen, f)
		}
	}
	began := time.Now()
	next := make(chan string)
	var tries sync.WaitGroup
	var printing sync.Mutex
	for range max(parallel, 1) {
		tries.Go(func() {
			for f := range next {
				began := time.Now()
				said, err := try(filepath.Join(dir, filepath.Base(f)), f, within)
				printing.Lock()
				mark := "seen  "
				if err != nil {
					mark, said = "FAILED", err.Error()
					failed++
				}
				fmt.Printf("%s %-44s %5.1f s  %s\n", mark, strings.TrimSuffix(filepath.Base(f), ".patch"), time.Since(began).Seconds(), said)
				printing.Unlock()
			}
		})
	}
	for _, f := range chosen {
		next <- f
	}
	close(next)
	tries.Wait()
	fmt.Printf("%d sabotages tried in %.0f s\n", len(chosen), time.Since(began).Seconds())
	return failed, nil
}

func named(file string, words []string) bool {
	for _, w := range words {
		if strings.Contains(filepath.Base(file), w) {
			return true
		}
	}
	return len(words) == 0
}

var (
	target = regexp.MustCompile(`(?m)^\+\+\+ b/(\S+)`)
	rules  = regexp.MustCompile(`(?m)^Seen by: (.+)$`)
)

// try plants one patch and returns what the simulation said when it saw it.
func try(dir, file string, within int) (string, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return "", err
	}
	rule := rules.FindSubmatch(text)
	if rule == nil {
		return "", errors.New("it does not say which rules see it")
	}
	overlay := struct{ Replace map[string]string }{map[string]string{}}
	for _, m := range target.FindAllSubmatch(text, -1) {
		original, planted := string(m[1]), filepath.Join(dir, string(m[1]))
		code, err := os.ReadFile(original)
		if err != nil {
			return "", fmt.Errorf("it no longer applies: %w", err)
		}
		if err := errors.Join(os.MkdirAll(filepath.Dir(planted), 0o755), os.WriteFile(planted, code, 0o644)); err != nil {
			return "", err
		}
		if original, err = filepath.Abs(original); err != nil {
			return "", err
		}
		overlay.Replace[original] = planted
	}
	if len(overlay.Replace) == 0 {
		return "", errors.New("it changes nothing")
	}
	path, err := filepath.Abs(file)
	if err != nil {
		return "", err
	}
	apply := exec.Command("git", "apply", path)
	apply.Dir = dir
	apply.Env = append(os.Environ(), "GIT_CEILING_DIRECTORIES="+filepath.Dir(dir))
	if out, err := apply.CombinedOutput(); err != nil {
		return "", fmt.Errorf("it no longer applies: %s", strings.TrimSpace(string(out)))
	}
	list, err := json.Marshal(overlay)
	if err != nil {
		return "", err
	}
	overlayFile, program := filepath.Join(dir, "overlay.json"), filepath.Join(dir, "world.test")
	if err := os.WriteFile(overlayFile, list, 0o644); err != nil {
		return "", err
	}
	compile := exec.Command("go", "test", "-c", "-trimpath", "-overlay", overlayFile, "-o", program, "./services/sim/world")
	compile.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := compile.CombinedOutput(); err != nil {
		return "", fmt.Errorf("it does not compile: %s", strings.TrimSpace(string(out)))
	}
	defer os.RemoveAll(dir)
	if strings.HasPrefix(string(rule[1]), "Test") {
		return scenario(program, string(rule[1]))
	}
	look := exec.Command(program, "-test.run", "^TestPlanted$", "-test.timeout", "0", "-planted", string(rule[1]), "-seeds", fmt.Sprint(within))
	out, err := look.Output()
	said, _, _ := strings.Cut(string(out), "\n")
	if err != nil {
		return "", fmt.Errorf("not seen: %s (%w)", said, err)
	}
	return said, nil
}

// scenario runs one scripted world, which must not end well. That there is one of that name is seen in what it prints.
func scenario(program, name string) (string, error) {
	out, err := exec.Command(program, "-test.run", "^"+name+"$", "-test.v").CombinedOutput()
	switch {
	case !strings.Contains(string(out), "=== RUN   "+name):
		return "", fmt.Errorf("there is no %s", name)
	case err == nil:
		return "", fmt.Errorf("not seen by %s", name)
	}
	return "scenario " + name, nil
}
