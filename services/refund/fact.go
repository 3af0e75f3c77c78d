package refund

import (
	"encoding/json"
	"fmt"
	"reflect"
	"time"

	"paydesk/services/explain"
	"paydesk/services/payment"
)

// Event is a fact and when this counter learned it.
type Event struct {
	At   time.Time
	Fact Fact
}

// Fact is one thing that happened in a refund's life. The set is closed; kinds are named in the journal for ever.
type Fact interface{ refundFact() }

// Facts of a refund's life.
type (
	// RefundOpened is the approval. Adopted is another counter's refund, of which only the booking is left to do or to take
	// back; Booking is its payment in Odoo, 0 if there is none.
	RefundOpened struct {
		Order   Order   `json:"order"`
		Adopted *Refund `json:"adopted,omitempty"`
		Booking int64   `json:"booking,omitempty"`
	}
	// RefundChecked ends R1: Note is the note as it stands, Problem why nothing may be given back.
	RefundChecked struct {
		Note    Document         `json:"note,omitzero"`
		Problem *payment.Problem `json:"problem,omitempty"`
	}
	// NoteIntended stands before the credit note is made (R6).
	NoteIntended struct {
		Row NoteRow `json:"row"`
	}
	// NoteMade is the posted note. Left is what is to be paid back, in minor units.
	NoteMade struct {
		Note Document `json:"note"`
		Left int64    `json:"left"`
	}
	// NoteRefused says that Odoo makes no such note; nothing was given back.
	NoteRefused struct {
		Problem payment.Problem `json:"problem"`
	}
	// RefundIntended stands before a share is sent, with its key and parameters (R2). Reader is empty but for Interac.
	RefundIntended struct {
		Share  int    `json:"share"`
		N      int    `json:"n"`
		Key    string `json:"key"`
		Params Params `json:"params"`
		Reader string `json:"reader,omitempty"`
		Epoch  int64  `json:"epoch,omitempty"`
		// At is Stripe's time: how old an unanswered send is decides what may be done with it (G1, R3).
		At time.Time `json:"at"`
	}
	// RefundAnswered is the answer to a send. One of them is set: Refund, Prompting, Unknown (nobody can say), Stored (the
	// same error comes back under this key), Collided (somebody else used the key: nothing of ours was executed), Problem (a
	// definite no).
	RefundAnswered struct {
		Share     int              `json:"share"`
		Refund    *Refund          `json:"refund,omitempty"`
		Prompting bool             `json:"prompting,omitempty"`
		Unknown   bool             `json:"unknown,omitempty"`
		Stored    bool             `json:"stored,omitempty"`
		Collided  bool             `json:"collided,omitempty"`
		Problem   *payment.Problem `json:"problem,omitempty"`
	}
	// RefundObserved is a refund as Stripe has it now; only changes are recorded.
	RefundObserved struct {
		Share  int    `json:"share"`
		Refund Refund `json:"refund"`
	}
	// TransferIntended stands before a transfer is recorded in Odoo: a manager states that the money goes back by hand.
	TransferIntended struct {
		Share int       `json:"share"`
		Mark  string    `json:"mark"`
		At    time.Time `json:"at"` // its day in the books
	}
	// RefundPostIntended stands before anything is written to Odoo for a share. With Register it stands before the register
	// wizard, which is not harmless when repeated (PROTOCOLS B9).
	RefundPostIntended struct {
		Share    int                `json:"share"`
		Row      payment.BookingRow `json:"row"`
		Register bool               `json:"register,omitempty"`
	}
	// RefundDrafted is the payment of this share in Odoo.
	RefundDrafted struct {
		Share int   `json:"share"`
		ID    int64 `json:"id"`
	}
	// RefundMended says that of several payments of one refund the others are being cancelled (B10).
	RefundMended struct {
		Share    int     `json:"share"`
		Kept     int64   `json:"kept"`
		Canceled []int64 `json:"canceled"`
	}
	// RefundBooked ends a share: booked and reconciled with the note.
	RefundBooked struct {
		Share int    `json:"share"`
		ID    int64  `json:"id"`
		Name  string `json:"name"`
	}
	// RefundDelayed says that Odoo is away; the booking waits.
	RefundDelayed struct {
		Failure explain.Kind `json:"failure"`
		Text    string       `json:"text,omitempty"`
	}
	// RefundHeld says that a person must decide about the booking; the money is on its way all the same.
	RefundHeld struct {
		Problem payment.Problem `json:"problem"`
	}
	// RefundPostRequested is a person's wish to try the booking again.
	RefundPostRequested struct {
		By string `json:"by"`
	}
	// TakeBackIntended stands before the booking of a refund that came back is cancelled (R5): it is ours, not a person's.
	TakeBackIntended struct {
		Share int   `json:"share"`
		ID    int64 `json:"id"`
	}
	// TakenBack says that this booking is cancelled.
	TakenBack struct {
		Share int `json:"share"`
	}
	// RefundGivenUp ends a refund of which nothing was sent, or whose reader was told to stop: a person's wish.
	RefundGivenUp struct {
		By      string           `json:"by,omitempty"`
		Problem *payment.Problem `json:"problem,omitempty"`
	}
	// RefundSlotIntended stands before a write to the reader's slot: burn, move or clear.
	RefundSlotIntended struct {
		Verb   string `json:"verb"`
		Reader string `json:"reader"`
		Key    string `json:"key,omitempty"`
		Epoch  int64  `json:"epoch,omitempty"`
	}
	// RefundSlotAnswered is its answer.
	RefundSlotAnswered struct {
		Verb    string       `json:"verb"`
		Failure explain.Kind `json:"failure,omitempty"`
	}
)

func (RefundOpened) refundFact()        {}
func (RefundChecked) refundFact()       {}
func (NoteIntended) refundFact()        {}
func (NoteMade) refundFact()            {}
func (NoteRefused) refundFact()         {}
func (RefundIntended) refundFact()      {}
func (RefundAnswered) refundFact()      {}
func (RefundObserved) refundFact()      {}
func (TransferIntended) refundFact()    {}
func (RefundPostIntended) refundFact()  {}
func (RefundDrafted) refundFact()       {}
func (RefundMended) refundFact()        {}
func (RefundBooked) refundFact()        {}
func (RefundDelayed) refundFact()       {}
func (RefundHeld) refundFact()          {}
func (RefundPostRequested) refundFact() {}
func (TakeBackIntended) refundFact()    {}
func (TakenBack) refundFact()           {}
func (RefundGivenUp) refundFact()       {}
func (RefundSlotIntended) refundFact()  {}
func (RefundSlotAnswered) refundFact()  {}

var kindByName = func() map[string]reflect.Type {
	m := map[string]reflect.Type{}
	for _, f := range []Fact{
		RefundOpened{}, RefundChecked{}, NoteIntended{}, NoteMade{}, NoteRefused{}, RefundIntended{}, RefundAnswered{}, RefundObserved{},
		RefundPostIntended{}, RefundDrafted{}, RefundMended{}, RefundBooked{}, RefundDelayed{}, RefundHeld{}, RefundPostRequested{}, TakeBackIntended{},
		TakenBack{}, RefundGivenUp{}, RefundSlotIntended{}, RefundSlotAnswered{}, TransferIntended{},
	} {
		t := reflect.TypeOf(f)
		m[t.Name()] = t
	}
	return m
}()

// KindName is the fact's fixed name in the journal.
func KindName(f Fact) string { return reflect.TypeOf(f).Name() }

// Decode reads a fact from the journal. A kind this program does not know is an error: a newer one wrote it.
func Decode(kind string, body []byte) (Fact, error) {
	t, ok := kindByName[kind]
	if !ok {
		return nil, fmt.Errorf("unknown kind of journal entry %q", kind)
	}
	v := reflect.New(t)
	if err := json.Unmarshal(body, v.Interface()); err != nil {
		return nil, fmt.Errorf("journal entry %s: %w", kind, err)
	}
	return v.Elem().Interface().(Fact), nil
}
