// Package people is the sheet on which somebody chooses a new PIN. It knows no services: who, how far it is typed, and what to say
// come in the view model.
package people
