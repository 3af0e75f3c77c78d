package lock

import (
	"strconv"

	"fyne.io/fyne/v2"

	"paydesk/assets"
	"paydesk/ui/kit"
	"paydesk/ui/shell"
	"paydesk/ui/theme"
)

// steps says where the creation of the first manager stands: done ones with a tick, the present one bold.
type steps struct {
	discs  [3]*shell.Plate
	number [3]*kit.Label
	tick   [3]*kit.Icon
	words  [3]*kit.Label
	root   *fyne.Container
}

func newSteps() *steps {
	s := &steps{}
	s.root = shell.Free(s.place)
	for i, key := range []string{"lock.first.step.name", "lock.first.step.pin", "lock.first.step.repeat"} {
		s.discs[i] = shell.NewPlate(theme.Sunken, stepDisc/2)
		s.number[i] = kit.NewLabel(strconv.Itoa(i+1), theme.TextSecond, theme.Ink2).Bold().Align(fyne.TextAlignCenter)
		s.tick[i] = kit.NewIcon("check", theme.OK, 22)
		s.words[i] = kit.NewLabel(assets.T(key), theme.TextBody, theme.Ink2).Shrinks()
		s.root.Objects = append(s.root.Objects, s.discs[i], s.number[i], s.tick[i], s.words[i])
	}
	return s
}

const (
	stepDisc  = 40
	stepPitch = 56
)

// set shows the step; name stands behind the first one once it is given.
func (s *steps) set(now Step, name string) {
	for i := range s.discs {
		step := Step(i) + StepName
		done, current := step < now, step == now
		role, disc, number := theme.Ink2, theme.Sunken, theme.Ink2
		switch {
		case done:
			disc = theme.OKSoft
		case current:
			role, disc, number = theme.Ink, theme.AccentSoft, theme.AccentText
		}
		s.discs[i].SetFill(disc)
		s.number[i].SetRole(number)
		s.words[i].SetRole(role)
		s.words[i].SetBold(current)
		shell.Shown(s.number[i], !done)
		shell.Shown(s.tick[i], done)
	}
	if name != "" {
		s.words[0].SetText(name)
	} else {
		s.words[0].SetText(assets.T("lock.first.step.name"))
	}
	s.place(s.root.Size())
}

func (s *steps) place(size fyne.Size) {
	for i := range s.discs {
		y := float32(i) * stepPitch
		shell.Put(s.discs[i], 0, y, stepDisc, stepDisc)
		shell.Put(s.number[i], 0, y, stepDisc, stepDisc)
		shell.Put(s.tick[i], 0, y, stepDisc, stepDisc)
		shell.Put(s.words[i], stepDisc+16, y, size.Width-stepDisc-16, stepDisc)
	}
}
