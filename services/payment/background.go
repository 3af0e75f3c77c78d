package payment

import "context"

type backgroundKey struct{}

// Background marks the calls under ctx as ones that may wait: walks and refreshes in front of which nobody stands. The
// gateway to Stripe lets the payments' calls go first.
func Background(ctx context.Context) context.Context {
	return context.WithValue(ctx, backgroundKey{}, true)
}

// InBackground says that nobody waits for a call under ctx.
func InBackground(ctx context.Context) bool { return ctx.Value(backgroundKey{}) != nil }
