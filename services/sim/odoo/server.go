// Package odoosim is a simulated Odoo: an XML-RPC server that behaves on the wire as Odoo 17, 18 and 19 were recorded
// to behave towards a user with Billing rights, their traps included, as Community or as with Enterprise accounting. It
// keeps real books in memory: invoices, payments, journal entries and their reconciliation, in integer minor units.
//
// What differs between the versions is one table, dialects, beside the recorded fields of each. A field or method that
// Odoo has and this package does not is refused in those words: it never makes an answer up.
//
// The demo runs it on loopback, tests and the simulation call it directly. Faults are injected by name, people in
// Odoo are played through methods of Server, and Ledger shows the books for checking.
package odoosim

import (
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"paydesk/services/clock"
)

// maxBody bounds a request.
const maxBody = 16 << 20

// Config describes one simulated Odoo. Clock, Database, User and Key are required.
type Config struct {
	Clock clock.Clock
	// Seed decides tokens and the chance of faults.
	Seed uint64
	// Database, User and Key are what signs in; the key also serves as the password.
	Database, User, Key string
	Company             Company
	// Version is 17, 18 or 19; 0 means 18.
	Version int
	// Enterprise makes what is paid wait in_payment for its bank line, as Enterprise accounting does.
	Enterprise bool
	// Online makes the server call itself release Online of Odoo Online after Version: 2 gives saas~18.2.
	Online int
	// KeyExpires is when the key stops working, 18 and 19; the zero time means never.
	KeyExpires time.Time
	// Branches are further companies of the same database. The user sees them all.
	Branches []Branch
	// Invoices are the documents of the shop, in the order in which they get their ids.
	Invoices []Invoice
}

// Branch is a further company with its own journals and documents.
type Branch struct {
	Name, Currency string
	Invoices       []Invoice
}

// Company is the company of the database.
type Company struct {
	// Name and Currency (ISO 4217) default to Northgate Supply and EUR.
	Name, Currency string
	// Location is the time zone of the company and its users; nil means UTC.
	Location                             *time.Location
	Street, Zip, City, Email, Phone, VAT string
	CountryCode, Country                 string
}

// Server is the simulated Odoo. It is safe for concurrent use and starts no goroutines: calls run one at a time,
// each in its own transaction.
type Server struct {
	config Config
	models registry

	mu     sync.Mutex
	db     *database
	groups map[string]bool // of the user
	faults injector
	late   []lateCall
}

// lateCall is a request that a fault lets Odoo execute later.
type lateCall struct {
	due  time.Time
	call wireCall
	base string
}

// New builds the companies, their journals and the seeded invoices. It panics on a version or a seeded invoice that there
// cannot be, which is a mistake in the program.
func New(c Config) *Server {
	if c.Company.Location == nil {
		c.Company.Location = time.UTC
	}
	if c.Version == 0 {
		c.Version = 18
	}
	v := dialects[c.Version]
	if v == nil {
		panic(fmt.Sprintf("odoosim: version %d", c.Version))
	}
	s := &Server{config: c, models: registry{}, groups: map[string]bool{"base.group_user": true, billing: true}}
	s.models.add(masterModels(v)...)
	s.models.add(closedModels(v)...)
	s.models.add(moveModel(v), lineModel(v), paymentModel(v))
	s.models.add(wizardModels(v)...)
	s.models.add(sideModels(v)...)
	s.addUserMethods()
	s.faults.rand = rand.New(rand.NewPCG(c.Seed, 0xfa17))
	s.db = newDatabase(v, c.Seed, zoned(c.Company.Location, c.Clock.Now()))
	s.db.enterprise = c.Enterprise
	s.db.now = c.Clock.Now().UTC()
	s.db.found(c)
	s.seed(s.db.own, c.Invoices)
	for _, b := range c.Branches {
		s.seed(s.db.branch(b), b.Invoices)
	}
	return s
}

func (s *Server) seed(company int, list []Invoice) {
	for _, inv := range list {
		if _, err := s.db.addInvoice(company, inv); err != nil {
			panic(fmt.Sprintf("odoosim: seeded invoice %q: %v", inv.Number, err))
		}
		s.db.commit()
	}
	s.db.commit()
}

// Version is 17, 18 or 19.
func (s *Server) Version() int { return s.config.Version }

// Fault switches an injected fault on or off.
func (s *Server) Fault(f Fault) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.faults.set(f)
}

// ClearFaults switches every fault off. Calls held back by late and twice are still executed when they are due.
func (s *Server) ClearFaults() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults.active = nil
}

// ServeHTTP answers POSTs to /xmlrpc/2/common and /xmlrpc/2/object. A broken connection is http.ErrAbortHandler, as
// net/http wants it: who calls ServeHTTP without net/http must recover from it.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	base, ok := strings.CutPrefix(r.URL.Path, "/xmlrpc/2/")
	if !ok || base != "common" && base != "object" {
		http.NotFound(w, r)
		return
	}
	if r.Method != http.MethodPost {
		http.Error(w, "405 Method Not Allowed", http.StatusMethodNotAllowed)
		return
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if err != nil {
		http.Error(w, "400 Bad Request", http.StatusBadRequest)
		return
	}
	c, err := decodeCall(bytes.NewReader(body))
	if err != nil {
		http.Error(w, "400 Bad Request", http.StatusBadRequest)
		return
	}
	target := c.target(base)
	start := s.config.Clock.Now().UTC()
	way, began := s.weather(target)
	switch {
	case way.down != nil:
		panic(http.ErrAbortHandler)
	case way.page != nil:
		writePage(w, way.page.Status)
		return
	case way.late != nil:
		s.hold(c, base, start.Add(way.late.Delay))
		panic(http.ErrAbortHandler)
	case way.slow != nil:
		// A call is executed although its caller has gone (contract §1), so the sleep's error changes nothing
		// but the waiting.
		_ = s.config.Clock.Sleep(r.Context(), way.slow.Delay)
	}
	answer := s.execute(base, c, start, began)
	if way.twice != nil {
		s.hold(c, base, start.Add(way.twice.Delay))
	}
	if way.lost != nil {
		panic(http.ErrAbortHandler)
	}
	h := w.Header()
	h.Set("Server", "Werkzeug/2.2.2 Python/3.11.2")
	h.Set("Date", start.Format(http.TimeFormat))
	h.Set("Content-Type", "text/xml; charset=utf-8")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Content-Length", strconv.Itoa(len(answer)))
	if way.cut != nil {
		_, _ = w.Write(answer[:len(answer)/2]) // the connection is broken off anyhow
		_ = http.NewResponseController(w).Flush()
		panic(http.ErrAbortHandler)
	}
	if _, err := w.Write(answer); err != nil {
		return // the caller has gone; the transaction stays committed
	}
}

// conditions are the faults of the line that strike one call.
type conditions struct{ down, page, late, slow, twice, lost, cut *Fault }

// weather also tells the number of the transaction that would run now: what commits after it is not seen by a call
// that starts now.
func (s *Server) weather(target string) (w conditions, began int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.catchUp()
	if w.down = s.faults.due("down", target); w.down != nil {
		return w, s.db.number
	}
	w.page = s.faults.due("html-page", target)
	w.late = s.faults.due("late", target)
	w.slow = s.faults.due("slow", target)
	w.twice = s.faults.due("twice", target)
	w.lost = s.faults.due("lost-answer", target)
	w.cut = s.faults.due("truncated", target)
	return w, s.db.number
}

func writePage(w http.ResponseWriter, status int) {
	if status == 0 {
		status = http.StatusBadGateway
	}
	w.Header().Set("Content-Type", "text/html")
	w.WriteHeader(status)
	_, _ = io.WriteString(w, "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n")
}

func (s *Server) hold(c wireCall, base string, due time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.late = append(s.late, lateCall{due, c, base})
}

// execute runs one call and, before it, those that are due by now. start is the transaction's time.
func (s *Server) execute(base string, c wireCall, start time.Time, began int) []byte {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.catchUp()
	return s.transact(base, c, start, began)
}

// catchUp executes held calls whose time has come, in order of it.
func (s *Server) catchUp() {
	now := s.config.Clock.Now().UTC()
	for {
		next := -1
		for i, l := range s.late {
			if !l.due.After(now) && (next < 0 || l.due.Before(s.late[next].due)) {
				next = i
			}
		}
		if next < 0 {
			return
		}
		l := s.late[next]
		s.late = append(s.late[:next:next], s.late[next+1:]...)
		s.transact(l.base, l.call, l.due, s.db.number)
	}
}

// transact is one database transaction: committed unless the call fails. An answer that cannot be marshalled comes
// too late to undo anything.
func (s *Server) transact(base string, c wireCall, start time.Time, began int) []byte {
	s.db.now = start
	v, err := s.dispatch(base, c, began)
	if err != nil {
		s.db.undo.rollback()
		if f, ok := err.(*rpcFault); ok {
			return encodeFault(f.code, f.text)
		}
		return encodeFault(1, fmt.Sprintf("Traceback (most recent call last):\n%v\n", err))
	}
	s.db.commit()
	answer, err := encodeAnswer(v)
	if err != nil {
		return encodeFault(1, "Traceback (most recent call last):\n  File \"/opt/odoo/odoo/addons/base/controllers/rpc.py\", line 163, in xmlrpc_2\n    response = self._xmlrpc(service)\n"+err.Error()+"\n")
	}
	return answer
}
