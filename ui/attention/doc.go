// Package attention is the list of what needs a person: worst money doubt on top, one card each, one action each. Nothing leaves it
// by a tap on a cross.
package attention
