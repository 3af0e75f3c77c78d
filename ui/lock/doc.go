// Package lock is the screen that asks who is at the counter: people left, PIN keypad right. On a machine without staff it creates
// the first manager. It shows no amount, no customer, and not which part of a sign-in was wrong.
package lock
