// Package e2e holds the tests that start the shipped program: its real window on a virtual display, with real pointer
// events, against the simulators in another process. They run with the tag proof (make proof).
package e2e
