//go:build !headless

package app

import (
	"context"

	"paydesk/services/payment"
)

func (t till) Holds(ctx context.Context) ([]payment.Hold, error) { return t.Desk.Holds(ctx) }

func (t till) CaptureHold(ctx context.Context, intent string, minor int64, by string) (string, error) {
	return t.Desk.Capture(ctx, intent, minor, by)
}

func (t till) ReleaseHold(ctx context.Context, intent, by, approver, reason string) (string, error) {
	return t.Desk.Release(ctx, intent, by, approver, reason)
}
