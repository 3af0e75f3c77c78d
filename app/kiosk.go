//go:build !headless

package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"strconv"
	"syscall"

	"fyne.io/fyne/v2"
	fyneapp "fyne.io/fyne/v2/app"
	"gopkg.in/natefinch/lumberjack.v2"

	"paydesk/assets"
	"paydesk/ui"
	"paydesk/ui/theme"
)

// ErrNoDisplay is said before the toolkit is started: without a display it would end in a stack of calls.
var ErrNoDisplay = errors.New("there is no display that Paydesk can open: start it in a desktop session with X11 (DISPLAY), or use its command line (paydesk --help)")

// appID names the program to the desktop; FyneApp.toml carries it too, but is not read by a built program.
const appID = "shop.paydesk.kiosk"

// kiosk opens the window: on the configured shop, or on the demo where nothing is configured.
func kiosk(ctx context.Context, e Env, o options) int {
	if runtime.GOOS == "linux" && e.Getenv("DISPLAY") == "" && e.Getenv("WAYLAND_DISPLAY") == "" {
		fmt.Fprintln(e.Stderr, ErrNoDisplay)
		return ExitFailed
	}
	s, demo, err := e.settings(o)
	if err != nil {
		fmt.Fprintln(e.Stderr, err)
		return ExitUsage
	}
	log, closeLog := logger(e, o, demo)
	defer closeLog()
	slog.SetDefault(log)
	if demo {
		return runDemo(ctx, e, o, log)
	}
	s.Log = log
	c, err := NewCounter(ctx, s)
	if err != nil {
		return e.fail(err)
	}
	code := runWindow(ctx, e, o, c, nil, true)
	if err := c.Close(); err != nil {
		return e.fail(err)
	}
	return code
}

func runDemo(ctx context.Context, e Env, o options, log *slog.Logger) int {
	d, err := startDemo(ctx, o, log)
	if err != nil {
		return e.fail(err)
	}
	code := runWindow(ctx, e, o, d.here, d, o.fullscreen)
	if err := d.close(); err != nil {
		return e.fail(err)
	}
	return code
}

// logger writes to the log folder; secrets are never handed to it.
func logger(e Env, o options, demo bool) (*slog.Logger, func()) {
	var w io.WriteCloser
	paths, err := DefaultPaths(platform, e.Getenv)
	dir := o.data
	if dir == "" && err == nil {
		dir = paths.Log
	}
	if dir == "" || (demo && o.data == "") {
		return slog.New(slog.NewTextHandler(e.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn})), func() {}
	}
	w = &lumberjack.Logger{Filename: filepath.Join(dir, "paydesk.log"), MaxSize: 10, MaxBackups: 9}
	return slog.New(slog.NewTextHandler(w, nil)), func() { _ = w.Close() } // nothing is left to report it to
}

// runWindow shows the kiosk until its window closes or the process is told to end.
func runWindow(ctx context.Context, e Env, o options, c *Counter, d *demoShop, full bool) int {
	screen, err := openDisplay()
	if err != nil {
		return e.fail(err)
	}
	for key, value := range map[string]string{
		"FYNE_PLATFORM": "x11",
		"FYNE_SCALE":    strconv.FormatFloat(float64(screen.scaleFor(c.Diagonal)), 'f', 2, 32),
	} {
		if e.Getenv(key) == "" {
			if err := os.Setenv(key, value); err != nil {
				return e.fail(err)
			}
		}
	}
	if l := e.Getenv("LANG"); l == "" || l == "C" || l == "POSIX" {
		if err := os.Setenv("LANG", "en_US.UTF-8"); err != nil { // the toolkit reports LANG=C as a fault
			return e.fail(err)
		}
	}
	a := fyneapp.NewWithID(appID)
	a.SetIcon(fyne.NewStaticResource("paydesk.png", assets.AppIcon()))
	size := screen.window()
	mode := theme.Light
	if o.theme == "dark" || o.theme == "" && (till{c}).Dark() {
		mode = theme.Dark
	}
	a.Settings().SetTheme(theme.New(mode, theme.ProfileFor(size)))

	w := a.NewWindow("Paydesk")
	w.SetPadded(false)
	w.SetMaster()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	k := ui.New(ctx, ui.Params{Till: till{c}, Clock: c.Clock, Runner: c.run, Do: fyne.Do, Dark: func(on bool) {
		mode = theme.Light
		if on {
			mode = theme.Dark
		}
		a.Settings().SetTheme(theme.New(mode, theme.ProfileFor(w.Canvas().Size())))
	}})
	w.SetContent(k.Window(func(s fyne.Size) { a.Settings().SetTheme(theme.New(mode, theme.ProfileFor(s))) }))
	w.Canvas().SetOnTypedRune(k.TypedRune)
	w.Canvas().SetOnTypedKey(k.TypedKey)
	w.Resize(size)
	w.SetFullScreen(full)
	if full {
		w.SetCloseIntercept(func() {}) // a kiosk closes by its session, not by Alt-F4
	}
	if d != nil {
		d.show(ctx, a, screen, k)
	}
	var startErr error
	a.Lifecycle().SetOnStarted(func() {
		a.Driver().SetDisableScreenBlanking(true) // a counter that has gone dark looks broken
		startErr = c.Start()
		k.Start()
		if startErr != nil {
			c.Log.Error("resume", "error", startErr)
		}
	})
	a.Lifecycle().SetOnStopped(k.Stop)
	signals, stop := signal.NotifyContext(ctx, syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	c.run.Go(func() {
		<-signals.Done()
		fyne.Do(a.Quit)
	})
	w.ShowAndRun()
	cancel()
	return ExitOK
}
