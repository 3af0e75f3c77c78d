package stripe

import (
	"testing"
	"time"
)

// Lost if it fails: the day by which a dispute must be answered is not the one that Stripe says, or a dispute that is over, or needs no
// answer, sends a manager to the dashboard.
func TestDisputeDueIsTheEarliestThatWaits(t *testing.T) {
	const day = 1793610000
	for name, c := range map[string]struct {
		list string
		want int64
	}{
		"none":            {``, 0},
		"one":             {`{"id":"dp_1","status":"needs_response","evidence_details":{"due_by":1793610000}}`, day},
		"an inquiry":      {`{"id":"dp_1","status":"warning_needs_response","evidence_details":{"due_by":1793610000}}`, day},
		"the earlier":     {`{"id":"dp_1","status":"needs_response","evidence_details":{"due_by":1793620000}},{"id":"dp_2","status":"needs_response","evidence_details":{"due_by":1793610000}}`, day},
		"over":            {`{"id":"dp_1","status":"lost","evidence_details":{"due_by":1793610000}}`, 0},
		"answered":        {`{"id":"dp_1","status":"under_review","evidence_details":{"due_by":1793610000}}`, 0},
		"a word to come":  {`{"id":"dp_1","status":"prevented","evidence_details":{"due_by":1793610000}}`, 0},
		"without a day":   {`{"id":"dp_1","status":"needs_response","evidence_details":{"due_by":null}}`, 0},
		"without details": {`{"id":"dp_1","status":"needs_response"}`, 0},
	} {
		g, _, _ := desk(t, ok(`{"data":[`+c.list+`],"has_more":false}`))
		got, err := g.DisputeDue(bg, intentID)
		want := time.Time{}
		if c.want != 0 {
			want = time.Unix(c.want, 0)
		}
		if err != nil || !got.Equal(want) {
			t.Errorf("%s: %v, must be %v, %v", name, got, want, err)
		}
	}
}
