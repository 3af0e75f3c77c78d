// Package chooser is the sheet that asks which reader takes the payment. A busy or unreachable reader stays visible with the reason
// and cannot be chosen; nothing here frees a reader by force.
package chooser
