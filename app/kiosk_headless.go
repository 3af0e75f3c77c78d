//go:build headless

package app

import (
	"context"
	"fmt"

	"paydesk/assets"
)

// kiosk says that this build has no window.
func kiosk(_ context.Context, e Env, _ options) int {
	fmt.Fprint(e.Stderr, assets.T("cli.no_window")+"\n\n"+assets.T("cli.usage"))
	return ExitUsage
}
