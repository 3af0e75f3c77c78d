package demo

import (
	"fyne.io/fyne/v2"

	"paydesk/assets"
	"paydesk/ui/kit"
	"paydesk/ui/shell"
	"paydesk/ui/theme"
)

// logView is what just happened, and under it whether both ledgers agree.
type logView struct {
	vm    VM
	card  *shell.Plate
	title *kit.Label
	lines []logLine

	foot   *shell.Plate
	disc   *shell.Plate
	icon   *kit.Icon
	agree  *kit.Label
	detail *kit.Label
	root   *fyne.Container
}

type logLine struct{ time, text *kit.Label }

// logLimit is how many lines the panel keeps in sight at most.
const logLimit = 12

const (
	logPitch = 32
	logTall  = 52 // where a line is too narrow for its words and takes two rows
	logSlim  = 330
	footHigh = 72
)

func newLogView() *logView {
	l := &logView{card: shell.NewPlate(theme.Surface, theme.RadiusKey).Outline(theme.Line, 1), title: kit.NewLabel(assets.T("demo.log"), theme.TextSecond, theme.Ink).Bold(),
		foot: shell.NewPlate(theme.Surface, theme.RadiusKey).Outline(theme.Line, 1), disc: shell.NewPlate(theme.OKSoft, theme.RadiusBadge), icon: kit.NewIcon("shield-tick", theme.OK, 24),
		agree: kit.NewLabel("", theme.TextSecond, theme.Ink).Bold().Shrinks(), detail: kit.NewLabel("", theme.TextCaption, theme.Ink2).Shrinks()}
	l.root = shell.Free(l.place, l.card, l.title, l.foot, l.disc, l.icon, l.agree, l.detail)
	for range logLimit {
		line := logLine{kit.NewLabel("", theme.TextCaption, theme.Ink2), kit.NewLabel("", theme.TextCaption, theme.Ink).Wrap(2)}
		l.lines = append(l.lines, line)
		l.root.Objects = append(l.root.Objects, line.time, line.text)
	}
	return l
}

func (l *logView) set(vm VM) {
	l.vm = vm
	for i, line := range l.lines {
		if i < len(vm.Log) {
			line.time.SetText(vm.Log[i].Time)
			line.text.SetText(vm.Log[i].Text)
		}
	}
	l.agree.SetText(vm.Agree.Title)
	l.detail.SetText(vm.Agree.Detail)
	icon, tone := "triangle", kit.ToneBad
	switch {
	case vm.Agree.OK:
		icon, tone = "shield-tick", kit.ToneOK
	case vm.Agree.Waiting:
		icon, tone = "hourglass", kit.ToneWarn
	}
	soft, ink := tone.Roles()
	l.disc.SetFill(soft)
	l.icon.Set(icon, ink)
	l.place(l.root.Size())
}

func (l *logView) place(size fyne.Size) {
	if size.Width <= 0 {
		return
	}
	foot := l.vm.Agree.Title != ""
	high := size.Height
	if foot {
		high -= footHigh + theme.TargetGap
	}
	for _, o := range []fyne.CanvasObject{l.foot, l.disc, l.icon, l.agree, l.detail} {
		shell.Shown(o, foot)
	}
	shell.Put(l.card, 0, 0, size.Width, high)
	shell.Put(l.title, 19, 12, size.Width-38, 26)
	times := float32(74)
	words := size.Width - times - 19 - 18 - 15
	pitch := float32(logPitch)
	if words < logSlim {
		pitch = logTall
	}
	room := int((high - 44 - 6) / pitch)
	for i, line := range l.lines {
		on := i < len(l.vm.Log) && i < room
		shell.Shown(line.time, on)
		shell.Shown(line.text, on)
		y := 42 + float32(i)*pitch + (logPitch-line.time.HeightFor(times))/2
		shell.Put(line.time, 19, y, times+4, line.time.HeightFor(times+4))
		shell.Put(line.text, 19+times+18, y, words, line.text.HeightFor(words))
	}
	y := size.Height - footHigh
	shell.Put(l.foot, 0, y, size.Width, footHigh)
	shell.Put(l.disc, 18, y+(footHigh-44)/2, 44, 44)
	shell.Put(l.icon, 18, y+(footHigh-44)/2, 44, 44)
	shell.Put(l.agree, 78, y+10, size.Width-96, 27)
	shell.Put(l.detail, 78, y+37, size.Width-96, 24)
}
