// Package settings is the screen of whoever runs the counter: whether it can work, who may sign in, and what it is set to.
package settings
