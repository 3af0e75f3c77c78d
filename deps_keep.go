//go:build neverbuilt

package main

import (
	_ "fyne.io/fyne/v2/app"
	_ "fyne.io/fyne/v2/test"
	_ "fyne.io/fyne/v2/widget"
	_ "github.com/BurntSushi/toml"
	_ "github.com/alexedwards/argon2id"
	_ "github.com/go-gl/glfw/v3.4/glfw"
	_ "github.com/google/go-cmp/cmp"
	_ "github.com/kolo/xmlrpc"
	_ "github.com/shopspring/decimal"
	_ "github.com/stripe/stripe-go/v82"
	_ "go.etcd.io/bbolt"
	_ "go.uber.org/goleak"
	_ "golang.org/x/sync/errgroup"
	_ "golang.org/x/text/unicode/norm"
	_ "golang.org/x/time/rate"
	_ "gopkg.in/natefinch/lumberjack.v2"
	_ "pgregory.net/rapid"
	_ "golang.org/x/image/font/opentype"
)
