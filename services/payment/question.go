package payment

import (
	"context"

	"paydesk/services/document"
)

// question is what is asked of Odoo before money may move: the documents, and beside them the portal's payments under way.
// Two calls side by side, because a cashier waits for the longer one.
type question struct {
	docs        []document.Fresh
	online      []document.OnlinePayment
	docErr, err error
}

// calls are the two calls, for a Runner's Parallel.
func (q *question) calls(ctx context.Context, o Odoo, ids []int64) (documents, online func()) {
	return func() { q.docs, q.docErr = o.Documents(ctx, ids) },
		func() { q.online, q.err = o.Online(ctx, ids) }
}

// answer puts both together.
func (q *question) answer() ([]document.Fresh, error) {
	if q.docErr != nil {
		return nil, q.docErr
	}
	if q.err != nil {
		return nil, q.err
	}
	for i := range q.docs {
		for _, p := range q.online {
			if p.Document == q.docs[i].ID {
				q.docs[i].Online = append(q.docs[i].Online, p)
			}
		}
	}
	return q.docs, nil
}

// ask is both calls and nothing else.
func (d *Desk) ask(ctx context.Context, ids []int64) ([]document.Fresh, error) {
	var q question
	d.Runner.Parallel(q.calls(ctx, d.Odoo, ids))
	return q.answer()
}
