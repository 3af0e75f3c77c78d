package stripesim

import (
	"net/http"
	"slices"
	"time"
)

// keyLife is how long a key is remembered (facts §8: at least 24 h).
const keyLife = 24 * time.Hour

// keyRecord is the first request that was executed under an idempotency key.
type keyRecord struct {
	name      string
	endpoint  string // method and path
	params    string // canonical
	created   time.Time
	running   bool      // not executed yet, or
	busyUntil time.Time // executed, but its own answer is not out yet
	unkept    bool      // free again after that: the answer was an error that leaves no key
	first     string    // request id
	answer    answer
}

// keyName is the scope of a key: the account, or by a switch the endpoint, or the API key (PROTOCOLS §9: unknown which).
func (s *Server) keyName(c *call) string {
	name := c.key
	if s.fires(FaultKeysPerEndpoint, c.targets()...) {
		name = c.method + " " + c.path + " " + name
	}
	if s.fires(FaultKeysPerAPIKey, c.targets()...) {
		name = c.token + " " + name
	}
	return name
}

// onceFor executes do at most once per idempotency key.
func (s *Server) onceFor(c *call, do func() (answer, bool)) answer {
	if c.key == "" {
		a, _ := do()
		return a
	}
	rec := c.record
	if rec == nil {
		var a answer
		var done bool
		if rec, a, done = s.takeKey(c); done {
			return a
		}
	}
	a, stored := do()
	rec.running, rec.unkept, rec.answer = false, !stored, a
	rec.busyUntil = s.now.Add(a.delay)
	if rec.free(s.now) {
		s.dropKey(rec)
	}
	return a
}

// free says that the key may be used anew.
func (r *keyRecord) free(now time.Time) bool { return r.unkept && !now.Before(r.busyUntil) }

// takeKey looks the key of c up: either the call may execute and owns the record, or the answer is settled already.
func (s *Server) takeKey(c *call) (rec *keyRecord, a answer, done bool) {
	if len(c.key) > 255 {
		return nil, s.errorAnswer(c, invalid("", "", "Idempotency keys can be at most 255 characters.")), true
	}
	s.pruneKeys()
	name := s.keyName(c)
	if s.fires(FaultKeyForgotten, c.targets()...) {
		if old := s.keys[name]; old != nil {
			s.dropKey(old)
		}
	}
	rec = s.keys[name]
	if rec != nil && rec.free(s.now) {
		s.dropKey(rec)
		rec = nil
	}
	switch {
	case rec == nil:
		rec = &keyRecord{name: name, endpoint: c.method + " " + c.path, params: c.form.Encode(), created: s.now, running: true, first: c.requestID}
		s.keys[name] = rec
		s.keyQueue = append(s.keyQueue, rec)
		return rec, answer{}, false
	case rec.endpoint != c.method+" "+c.path:
		return nil, s.errorAnswer(c, failure(http.StatusBadRequest, typeIdempotency, "",
			"Keys for idempotent requests can only be used for the same endpoint they were first used for ('"+c.path+"' instead of '"+rec.endpoint+"'). Try using a key other than '"+c.key+"' if you meant to execute a different request.")), true
	case rec.params != c.form.Encode():
		return nil, s.errorAnswer(c, failure(http.StatusBadRequest, typeIdempotency, "",
			"Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '"+c.key+"' if you meant to execute a different request.")), true
	case rec.running || s.now.Before(rec.busyUntil):
		return nil, s.errorAnswer(c, failure(http.StatusConflict, typeIdempotency, "idempotency_key_in_use",
			"There is currently another in-progress request using this Idempotent Key (that probably means you submitted twice, and the other request is still going through): "+c.key+". Please try again later.")), true
	}
	a = answer{status: rec.answer.status, body: rec.answer.body, header: http.Header{}}
	a.header.Set("Idempotent-Replayed", "true")
	a.header.Set("Original-Request", rec.first)
	return nil, a, true
}

// dropKey forgets rec, unless a younger record has taken its name.
func (s *Server) dropKey(rec *keyRecord) {
	if s.keys[rec.name] == rec {
		delete(s.keys, rec.name)
	}
	s.keyQueue = slices.DeleteFunc(s.keyQueue, func(r *keyRecord) bool { return r == rec })
}

// pruneKeys forgets keys older than keyLife.
func (s *Server) pruneKeys() {
	n := 0
	for n < len(s.keyQueue) && s.now.Sub(s.keyQueue[n].created) >= keyLife {
		delete(s.keys, s.keyQueue[n].name)
		n++
	}
	s.keyQueue = s.keyQueue[n:]
}
