//go:build linux

package e2e

import (
	"flag"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

var cutsFlag = flag.Int("cuts", 3, "how often TestNetworkCut cuts the wires")

// The wire to Stripe, to Odoo, or both is cut at a drawn moment of a payment, for half a second to six. Lost, if it
// fails: a charge whose answer never came is made again, or never booked.
func TestNetworkCut(t *testing.T) {
	t.Parallel()
	program, err := headless()
	if err != nil {
		t.Fatal(err)
	}
	hits := &histogram{hits: map[string]int{}}
	lots := rand.New(rand.NewPCG(*drawsFlag, 99))
	for done := 0; done < *cutsFlag; {
		k := newKiller(t, filepath.Join(t.TempDir(), "data"), program, lots, hits)
		for ; done < *cutsFlag && len(k.due) > 0; done++ {
			k.customer(good)
			number := k.next()
			wires := [][]*wire{{k.stripe}, {k.odoo}, {k.stripe, k.odoo}}[done%3]
			at := k.draw()
			lead := at.after
			if at.inside {
				lead += k.pace.lead
			}
			down := 500*time.Millisecond + time.Duration(lots.Int64N(int64(5500*time.Millisecond)))
			mended := make(chan struct{})
			time.AfterFunc(lead, func() {
				for _, w := range wires {
					w.set(true)
				}
				time.AfterFunc(down, func() {
					for _, w := range wires {
						w.set(false)
					}
					close(mended)
				})
			})
			code, said := k.pay(number, never)
			<-mended
			hits.add([]string{"Stripe", "Odoo", "both"}[done%3] + ": " + k.state(number))
			if !slices.Contains([]int{0, 1, 3, 5}, code) {
				t.Fatalf("exit code %d\n%s", code, said)
			}
			k.life(number, 0)
		}
		k.close()
	}
	t.Logf("wires cut, and the last state on disk when the program ended:\n%s", hits)
}
