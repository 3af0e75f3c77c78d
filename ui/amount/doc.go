// Package amount is the sheet on which a part is typed: a part of what is left to pay, or what the customer gives in cash.
package amount
