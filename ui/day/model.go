// Package day is the screen of today so far: what was charged and refunded per currency, hour, way of paying, reader and person, and
// what is still open. It closes nothing.
package day

import (
	"paydesk/ui/kit"
	"paydesk/ui/shell"
)

// VM is what the screen shows.
type VM struct {
	Person  shell.PersonVM
	Second  string
	Loading bool
	Tiles   [4]Tile
	Chart   Chart
	Tables  [3]Table
}

// Tile is one number of the day.
type Tile struct {
	ID                        string // given back by a tap; empty: it is read, not tapped
	Icon, Label, Amount, Text string
	Tone                      kit.Tone // of the text
}

// Chart is the day by the hour.
type Chart struct {
	Title                 string
	Icon, Badge           string
	Tone                  kit.Tone // of the badge
	Bars                  []Bar
	EmptyTitle, EmptyText string // where there is nothing to draw
}

// Bar is one hour. Share is its part of the tallest, 0 to 1.
type Bar struct {
	Label, Short, Amount string
	Share                float32
}

// Table is one breakdown.
type Table struct {
	Title string
	Rows  []Line
	More  string // what has no room here, when Rows are longer than the place; {count} is filled in by the view
}

// Line is one line of a breakdown.
type Line struct {
	Tag           string // a reader's letter
	Name          string
	Count, Amount string
}

// Actions are what taps ask for. All are optional.
type Actions struct {
	Tile   func(id string)
	Report func()
	Lock   func()
}
