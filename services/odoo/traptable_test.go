package odoo

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// traps are what the recorded servers taught about writing to Odoo, by section of the contract, each with the test that
// falls into it on purpose. "payment." and "world." name the rooms of tests that are not here.
var traps = []struct{ trap, test string }{
	// §1 transport
	{"a method that returns None faults after it has committed", "TestNoneFaultAfterCommitIsDone"},
	{"only the last line of a traceback tells", "TestNoneFaultIsKnownByItsLastLineOnly"},
	{"a None fault of a read is no success", "TestNoneFromAReadIsNoSuccess"},
	{"the server finishes a call whose caller has gone", "TestThreeWorkersAndDroppedConnectionsEndInOnePayment"},
	{"a lost answer to an order is unknown, and not sent again blindly", "TestReadsAreTriedTwiceAndOrdersOnce"},
	{"empty is false, but never for an amount", "TestFalseIsEmptyForTextsDatesAndLinksButNotForMoney"},
	{"amounts are floats", "TestFloatsBecomeExactMinorUnits"},
	{"a note's answer is a number on 17 and 18, a list on 19", "TestNoteIsSaidAsRecordedAndLookedForFirst"},
	{"wrong, expired and revoked keys look alike", "TestWrongKeyIsRefusedNotUnanswered"},
	// §2 faults
	{"texts are translated: the code decides", "TestRecordedFaultsMeanTheSameInEveryVersion"},
	{"a deleted record is read as nothing", "TestMissingBookingIsNotFound"},
	// §3 versions
	{"the mark stands in ref on 17, in memo from 18 on", "TestBookingIsFoundByMemoInAllStates"},
	{"posted on 17 is in_process or paid from 18 on", "TestPostedBookingIsLiveInEveryVersion"},
	{"a condition on an unsearchable field is dropped: what is found is looked at again", "TestLongerMarkIsNotTakenForOurs"},
	{"an unknown state is no state", "TestUnknownPaymentStateIsNeverGuessed"},
	{"a draft note has a provisional number on 17, none from 18 on", "TestRecordedCreditNoteIsSentAndRead"},
	// §4 set-up
	{"a method line that lost its outstanding account", "TestMethodLineThatLostItsAccountStopsTheBooking"},
	{"a cash journal without an account would book without an entry", "TestCashIsRecordedOnceOnTheCashJournalOnEveryServer"},
	// §6 payments
	{"load says ids:false and no fault", "TestLoadThatSaysFalseWithoutAFaultIsNoRecord"},
	{"six loads at once: five say could not serialize access", "TestLoadLosingARaceIsAConflictToBeAskedAgain"},
	{"and are asked again within a second", "payment.TestOthersInTheWayOfLoadAreWaitedForAMoment"},
	{"load again returns the first record, other values or not", "TestRecordedBookingsAreSentAndRead"},
	{"an underscore is a wildcard", "TestLookUpByKnownIDFindsARetypedMemoAndNoPaymentTheOtherWay"},
	{"people rewrite memos", "payment.TestKnownByItsIDItIsFoundWhateverItsMemoSays"},
	{"posting again faults on 17", "TestSecondPostingOn17IsHarmless"},
	{"assigning again faults", "TestSecondAssignIsHarmlessOnlyIfDone"},
	{"19 reconciles a draft, 18 posts a stray payment", "TestDraftOrDeletedDocumentIsNeverReconciled"},
	{"a stray payment is called paid from 18 on", "payment.TestPaidOrPostedAloneProvesNothing"},
	{"a document takes all that a payment has left", "payment.TestWhatTheOthersDidNotTakeDoesNotEndOnThePartialOne"},
	{"a hand payment slips in before the assignment", "TestRecordedBookingsAreSentAndRead"},
	{"surplus stays on the payment", "payment.TestTipIsBookedAndStaysTheCustomersCredit"},
	{"the dialog's defaults: journal, day, currency, amount, saved card", "TestDiscountThatOdooGivesIsBookedByItsOwnDialog"},
	{"the dialog converts into the journal's currency", "TestDialogThatHoldsSomethingElseIsNotFired"},
	{"the dialog makes several payments", "TestDialogThatMadeSeveralPaymentsIsReadAgain"},
	{"the dialog fired twice posts a twin without a fault", "TestLateTwinOfTheWizardIsMended"},
	{"it is not sent again before two look-ups", "payment.TestWizardIsSentAgainOnlyAfterTwoLookUpsHalfAMinuteApart"},
	{"cancelling the reconciled twin opens the invoice", "payment.TestOfTwinsTheReconciledOneStays"},
	{"98 of 100 with a discount term closes, or leaves 2.00", "TestDiscountThatOdooGivesIsBookedByItsOwnDialog"},
	{"with instalments the dialog pays the next one", "TestOrdinaryPartAndInstalmentCloseNothing"},
	{"a write-off without an account", "TestConfiguredRestIsWrittenOff"},
	{"amounts of zero and below are accepted by the dialog", "TestWhatCannotBeBookedNeverReachesOdoo"},
	{"a person cancelled or deleted the payment", "payment.TestTakenBackOrGoneIsNeverBookedAgainWithoutAPerson"},
	{"the external id of a cancelled payment stays taken", "TestBookedAgainByAPersonItHasAnExternalIDOfItsOwn"},
	{"action_cancel, never action_draft before it", "TestTakingBackIsDoneOnlyWhenCancelled"},
	{"a site that forbids load", "TestSiteThatForbidsLoadBooksByTheWizard"},
	// §9 tokens and transactions
	{"the dialog may charge a saved card by itself", "TestDialogThatHoldsSomethingElseIsNotFired"},
	// §10 refunds
	{"the reversal wizard fired twice drafts two notes", "TestNoteIsMadeOnceWhateverIsLost"},
	{"Odoo posts a second full note", "TestNotesTogetherNeverExceedTheInvoice"},
	{"the note of an unpaid invoice is settled with it", "TestNoteOfAnUnpaidInvoiceLeavesNothingToPayBack"},
	{"a part is written while the note is a draft", "TestRecordedCreditNoteIsSentAndRead"},
	{"taxes are rounded on the way to the amount", "TestNoteIsShrunkToExactlyTheAmountThroughTaxes"},
	{"the note opens again when its payment is cancelled", "TestFailedRefundIsTakenBackAndTheNextOneIsNew"},
	{"a restored database hands out ids again", "TestNoteIsMadeOfTheInvoiceThatWasNamedOrNotAtAll"},
	// §11 chatter and files
	{"markup in a note", "TestFactIsSaidOnceAndEscaped"},
	{"a file on an invoice makes Odoo remark on it", "TestReceiptIsAttachedToThePaymentAsRecorded"},
	// §13 Enterprise
	{"in_payment instead of paid", "TestRecordedBookingsAreSentAndRead"},
	{"no entry, and the whole residual payable again", "TestRecordedEnterprisePaymentWithoutAnEntryIsSeenAsSuch"},
	{"such a payment is never called booked", "payment.TestPaidOrPostedAloneProvesNothing"},
	// §14 locks
	{"a locked period moves the booking to another day", "payment.TestMovedDayIsSaidNotFailed"},
}

// A trap whose test was renamed away or deleted is a trap nobody watches.
func TestEveryTrapHasItsTest(t *testing.T) {
	known := map[string]bool{}
	for prefix, dir := range map[string]string{"": ".", "payment.": "../payment", "world.": "../sim/world"} {
		files, err := filepath.Glob(filepath.Join(dir, "*_test.go"))
		if err != nil || len(files) == 0 {
			t.Fatal(dir, err)
		}
		for _, name := range files {
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			file, err := parser.ParseFile(token.NewFileSet(), name, text, parser.SkipObjectResolution)
			if err != nil {
				t.Fatal(err)
			}
			for _, d := range file.Decls {
				if f, ok := d.(*ast.FuncDecl); ok && f.Recv == nil && strings.HasPrefix(f.Name.Name, "Test") {
					known[prefix+f.Name.Name] = true
				}
			}
		}
	}
	for _, c := range traps {
		if !known[c.test] {
			t.Errorf("%s: no test %s", c.trap, c.test)
		}
	}
}
