// Package demo is the panel of the demo shop: what the simulated readers show, what the customer does with them, and the weather
// between counter, Stripe and Odoo. It fills a window of its own, or a drawer of the main window when there is one screen only.
package demo
