package stripe

import (
	"context"

	sdk "github.com/stripe/stripe-go/v82"

	"paydesk/services/explain"
)

// maxPages ends a list that never ends: 35 days of an account with 25,000 payments a day.
const maxPages = 10_000

// pages collects a list.
func pages[R, T any](ctx context.Context, g *Gateway, op string,
	fetch func(sdk.ListParams) ([]*R, bool, error), read func(*R, *answer) (T, error), id func(T) string,
) ([]T, error) {
	var all []T
	err := eachPage(ctx, g, op, fetch, read, id, func(items []T) error {
		all = append(all, items...)
		return nil
	})
	if err != nil {
		return nil, err
	}
	return all, nil
}

// eachPage reads a list page by page, each with a deadline and a repetition of its own, and hands them over.
func eachPage[R, T any](ctx context.Context, g *Gateway, op string,
	fetch func(sdk.ListParams) ([]*R, bool, error), read func(*R, *answer) (T, error), id func(T) string, take func([]T) error,
) error {
	type page struct {
		items []T
		more  bool
	}
	var last string
	for range maxPages {
		got, err := send(ctx, g, op, reading, func(ctx context.Context, a *answer) (page, error) {
			params := sdk.ListParams{Context: ctx, Limit: sdk.Int64(100)}
			if last != "" {
				params.StartingAfter = sdk.String(last)
			}
			raw, more, err := fetch(params)
			if err != nil {
				return page{}, err
			}
			items := make([]T, 0, len(raw))
			for _, r := range raw {
				item, err := read(r, a)
				if err != nil {
					return page{}, err
				}
				items = append(items, item)
			}
			if more && (len(items) == 0 || id(items[len(items)-1]) == last) {
				return page{}, errUnclear
			}
			return page{items, more}, nil
		})
		if err != nil {
			return err
		}
		if err := take(got.items); err != nil {
			return err
		}
		if !got.more {
			return nil
		}
		last = id(got.items[len(got.items)-1])
	}
	return &explain.Failure{Side: explain.Stripe, Kind: explain.Unanswered, Op: op, Err: errUnclear}
}
