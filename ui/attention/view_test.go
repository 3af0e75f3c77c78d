package attention_test

import (
	"testing"

	"paydesk/ui/attention"
	"paydesk/ui/shot"
	"paydesk/ui/theme"
)

// Lost without it: an action is taken for the wrong payment, or the one below the fold is never seen.
func TestEachActionBelongsToItsCard(t *testing.T) {
	shot.App(t, theme.New(theme.Light, theme.Compact))
	var acted []string
	v := attention.New(attention.Actions{Act: func(id string) { acted = append(acted, id) }})
	v.Object().Resize(shot.Size1024)
	vm := four()
	vm.Items[3].Action = "Choose invoice"
	v.Set(vm)
	shot.Find(v.Object(), "Book again").Tapped(nil)
	shot.Find(v.Object(), "Next page").Tapped(nil)
	shot.Find(v.Object(), "Choose invoice").Tapped(nil)
	if len(acted) != 2 || acted[0] != "3" || acted[1] != "4" {
		t.Errorf("acted on %v, want 3 and 4", acted)
	}
	vm.Items = vm.Items[:1] // settled elsewhere: the page goes away under the finger
	v.Set(vm)
	if shot.Find(v.Object(), "Ask now") == nil {
		t.Error("the last card does not show")
	}
}

// Lost without it: the parts of the screen that the pictures promise change unseen.
func TestGoldens(t *testing.T) {
	for _, c := range shot.Screens {
		if c.Name == "light" {
			shot.App(t, c.Theme)
			shot.Golden(t, "four-light", window(four()), c.Size)
		}
	}
}
