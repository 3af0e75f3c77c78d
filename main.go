// Paydesk charges Odoo invoices on Stripe Terminal readers. Everything is in package app; README.md shows how to use it.
package main

import (
	"context"
	"os"

	"paydesk/app"
)

func main() { os.Exit(app.Run(context.Background(), app.OSEnv())) }
