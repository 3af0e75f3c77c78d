//go:build headless

package app

import (
	"context"
	"fmt"
)

// kiosk says that this build has no window.
func kiosk(_ context.Context, e Env, _ options) int {
	fmt.Fprint(e.Stderr, "This Paydesk was built without its window (tag headless): only the command line is here.\n\n"+usage)
	return ExitUsage
}
