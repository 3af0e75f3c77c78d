package explain

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"
	"syscall"
)

// networkEntry finds what went wrong on the way to Stripe. Where it is certain that nothing was sent, the entry says so.
func networkEntry(f *Failure) (Entry, bool) {
	id := ""
	switch cause := networkCause(f.Err); {
	case cause != "":
		id = "network." + cause
	case f.Kind != Unanswered || !strings.HasPrefix(f.Text, "HTTP"):
	case slices.Contains(away, strings.TrimPrefix(f.Text, "HTTP ")):
		id = "api.http_503_unavailable"
	default: // an answer, but not in Stripe's form
		id = "network.non_json_answer"
	}
	e, ok := entries().byID[id]
	return e, ok
}

// away are the answers of whatever stands before Stripe when Stripe is away.
var away = []string{
	http.StatusText(http.StatusBadGateway), http.StatusText(http.StatusServiceUnavailable), http.StatusText(http.StatusGatewayTimeout),
}

func networkCause(err error) string {
	var dns *net.DNSError
	var op *net.OpError // of the dial, or of a later write or read
	var cert *tls.CertificateVerificationError
	var host x509.HostnameError
	var authority x509.UnknownAuthorityError
	dialling := errors.As(err, &op) && op.Op == "dial"
	switch {
	case err == nil:
		return ""
	case errors.As(err, &dns):
		return "dns_failure"
	case errors.As(err, &cert), errors.As(err, &host), errors.As(err, &authority):
		return "tls_certificate_error"
	case dialling && op.Timeout():
		return "connect_timeout"
	case dialling:
		return "connect_refused_unreachable"
	case errors.Is(err, context.Canceled):
		return "context_canceled"
	case errors.Is(err, context.DeadlineExceeded):
		return "timeout_after_sending"
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, syscall.ECONNRESET), errors.Is(err, syscall.EPIPE), errors.Is(err, net.ErrClosed):
		return "connection_reset"
	}
	return ""
}
