package stripesim

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"paydesk/services/clock"
)

// APIVersion is what the answers are shaped after.
const APIVersion = "2025-08-27.basil"

// Server is the simulated account. It is an http.Handler for a listener and an http.RoundTripper for use in process.
// Safe for concurrent use; it owns no goroutine and nothing needs closing.
type Server struct {
	cfg Config

	mu       sync.Mutex
	now      time.Time // Stripe's time, never goes back
	counters map[string]uint64
	dice     *rand.Rand
	sequence int

	intents   map[string]*intent
	order     []*intent // oldest first
	charges   map[string]*charge
	holds     []*intent // authorised, not captured; in order of their end
	refunds   []*refund // oldest first
	locations map[string]*location
	readers   []*reader
	removed   []*reader // while the bank still decides about a card that was held to them
	customers []*customer
	boxed     []BoxedReader

	keys     map[string]*keyRecord
	keyQueue []*keyRecord // by age
	late     []*lateCall
	faults   []Fault
	switches []string
	log      []Happening
}

var (
	_ http.Handler      = (*Server)(nil)
	_ http.RoundTripper = (*Server)(nil)
)

// New builds the account of cfg.
func New(cfg Config) *Server {
	if cfg.Clock == nil {
		cfg.Clock = clock.Real{}
	}
	if cfg.Key == "" {
		cfg.Key = "sk_test_simulated"
	}
	if cfg.Country == "" {
		cfg.Country = "US"
	}
	if cfg.Currency == "" {
		cfg.Currency = "usd"
	}
	s := &Server{
		cfg: cfg, now: cfg.Clock.Now(), counters: map[string]uint64{}, dice: rand.New(rand.NewPCG(cfg.Seed, 0x5712e)),
		intents: map[string]*intent{}, charges: map[string]*charge{}, locations: map[string]*location{}, keys: map[string]*keyRecord{},
	}
	if s.cfg.LocationID == "" {
		s.cfg.LocationID = s.newID("tml_", 14)
	}
	s.addLocation(s.cfg.LocationID, "Main shop")
	s.switches, s.boxed = slices.Clone(cfg.Switches), slices.Clone(cfg.Boxed)
	for _, spec := range cfg.Customers {
		s.addCustomer(spec)
	}
	for i, spec := range cfg.Readers {
		s.addReader(i, spec)
	}
	return s
}

func (s *Server) addLocation(id, name string) {
	if s.locations[id] == nil {
		s.locations[id] = &location{id: id, name: name, country: s.cfg.Country, metadata: map[string]string{}}
	}
}

func (s *Server) addReader(i int, spec ReaderSpec) {
	r := &reader{
		id: spec.ID, label: spec.Label, deviceType: spec.Type, serial: spec.Serial, location: spec.Location, ip: fmt.Sprintf("192.168.2.%d", 20+i),
		metadata: map[string]string{}, plugged: true, screen: ScreenIdle, since: s.now, auto: s.cfg.Auto,
	}
	if r.id == "" {
		r.id = s.newID("tmr_", 14)
	}
	if r.deviceType == "" {
		r.deviceType = "simulated_wisepos_e"
	}
	if r.simulated() {
		r.ip = "0.0.0.0"
	}
	if r.serial == "" {
		r.serial = strings.TrimPrefix(r.deviceType, "simulated_") + "-" + s.hex("serial"+r.id, 12)
	}
	if r.location == "" {
		r.location = s.cfg.LocationID
	}
	s.addLocation(r.location, "Shop "+strconv.Itoa(len(s.locations)+1))
	if spec.Status == "offline" {
		r.plugged, r.offAt, r.screen = false, s.now.Add(-time.Hour), ScreenOff
	}
	s.readers = append(s.readers, r)
}

// handle takes one call through the wires, the account, and the wires again.
func (s *Server) handle(ctx context.Context, c *call) (answer, error) {
	s.mu.Lock()
	s.advance()
	c.requestID = s.newID("req_", 14)
	s.resolve(c)
	a, wait, err := s.arrive(c)
	s.mu.Unlock()
	switch {
	case err != nil:
		return answer{}, err
	case wait != nil:
		if a, err = s.await(ctx, wait); err != nil {
			return answer{}, err
		}
	}
	if a.delay > 0 {
		if err := s.cfg.Clock.Sleep(ctx, a.delay); err != nil {
			return answer{}, fmt.Errorf("waiting for the reader: %w", err)
		}
	}
	if a.lost {
		return answer{}, errConnection
	}
	s.stampDate(&a)
	return a, nil
}

// stampDate sets the Date header to the moment the answer leaves.
func (s *Server) stampDate(a *answer) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.advance()
	if a.header.Get("Date") == dateWithheld {
		a.header.Del("Date")
		return
	}
	a.header.Set("Date", s.now.UTC().Format(http.TimeFormat))
}

const dateWithheld = "-"

// execute runs a call against the account, now.
func (s *Server) execute(c *call) answer {
	return s.dress(c, s.answerFor(c))
}

// dress adds the headers of every answer, and the faults of the way back.
func (s *Server) dress(c *call, a answer) answer {
	if a.header == nil {
		a.header = http.Header{}
	}
	a.header.Set("Request-Id", c.requestID)
	a.header.Set("Stripe-Version", APIVersion)
	if a.header.Get("Content-Type") == "" {
		a.header.Set("Content-Type", "application/json")
	}
	if c.key != "" {
		a.header.Set("Idempotency-Key", c.key)
	}
	if s.fires(FaultNoDate, c.targets()...) {
		a.header.Set("Date", dateWithheld)
	}
	if s.fires(FaultLostAnswer, c.targets()...) {
		a.lost = true
	}
	return a
}

func (s *Server) answerFor(c *call) answer {
	if e := s.checkKey(c); e != nil {
		return s.errorAnswer(c, e)
	}
	if c.malformed {
		return s.errorAnswer(c, invalid("", "", "Invalid request (check that your POST content type is application/x-www-form-urlencoded)."))
	}
	if c.route == nil {
		e := invalid("", "", "Unrecognized request URL (%s: %s).", c.method, c.path)
		e.status = http.StatusNotFound
		return s.errorAnswer(c, e)
	}
	if a, ok := s.faultyFront(c); ok {
		return a
	}
	return s.onceFor(c, func() (answer, bool) { return s.perform(c) })
}

func (s *Server) checkKey(c *call) *apiError {
	switch {
	case c.token == "":
		return failure(http.StatusUnauthorized, typeInvalid, "", "You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY').")
	case !s.opens(c.token) || s.fires(FaultKeyRefused, c.targets()...):
		return failure(http.StatusUnauthorized, typeInvalid, "", "Invalid API Key provided: "+masked(c.token))
	}
	return nil
}

// masked shows a key as Stripe does: its kind and the last four characters.
func masked(key string) string {
	if len(key) < 16 {
		return "********"
	}
	return key[:8] + strings.Repeat("*", len(key)-12) + key[len(key)-4:]
}

// perform runs the endpoint; the second result tells whether the answer belongs to the idempotency key.
func (s *Server) perform(c *call) (answer, bool) {
	if s.fires(FaultError500NotMade, c.targets()...) {
		return s.errorAnswer(c, serverError()), true
	}
	if e := c.checkNames(c.route.params); e != nil {
		return s.errorAnswer(c, e), false
	}
	v, e := c.route.run(s, c)
	a := answer{delay: c.delay}
	stored := true
	if e != nil {
		a, stored = s.errorAnswer(c, e), e.stored
		a.delay = c.delay
	} else {
		a.status, a.body = http.StatusOK, marshal(v)
	}
	if s.fires(FaultError500Made, c.targets()...) {
		return s.errorAnswer(c, serverError()), true
	}
	return a, stored
}

func serverError() *apiError {
	return failure(http.StatusInternalServerError, typeAPI, "", "An unknown error occurred")
}

func (s *Server) errorAnswer(c *call, e *apiError) answer {
	s.note(Happening{Kind: "refused", Reader: c.target, Text: fmt.Sprintf("%s %s: %d %s %s", c.method, c.path, e.status, e.Code, e.Message)})
	return answer{status: e.status, body: marshal(struct {
		Error *apiError `json:"error"`
	}{e})}
}

// marshal writes JSON the way Stripe does, indented. The shapes of this package always marshal.
func marshal(v any) []byte {
	b, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		panic(errors.Join(errors.New("stripesim: unmarshalable answer"), err))
	}
	return append(b, '\n')
}
