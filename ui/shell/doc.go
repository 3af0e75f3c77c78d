// Package shell is what stands around Paydesk's screens: the demo band on top of everything, the rail, the layers for the payment
// overlay, sheets and the demo's drawer, and the parts several screens share (strips, health words, the person who is signed in).
//
// Screens are packages of their own (lock, picker, attention, chooser, demo). Each has an immutable ViewModel, Actions for taps and a
// View that is built once and then only Set. They know no services, and all of it runs on Fyne's goroutine.
package shell
