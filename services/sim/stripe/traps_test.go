package stripesim

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// trap is one thing about Stripe Terminal that costs days where nobody knows of it (Stripe facts, by section): the test in which
// this simulator sets it, and the one in which the program walks into it.
type trap struct{ facts, what, set, walked string }

// Packages: none is this one.
var traps = []trap{
	{"1.1", "200 to a command is only an acknowledgement", "TestSalePaidByTap", "stripe.TestSaleOnTheSimulation"},
	{"1.2", "terminal_reader_timeout, and the reader got it", "TestTimeoutAlthoughTheReaderLitUp", "world.TestReaderTimeoutLitAndTappedAtOnceIsOneCharge"},
	{"1.2", "terminal_reader_timeout, and it got nothing", "TestTimeoutAndNothingArrived", "world.TestReaderTimeoutOnePromptCounts"},
	{"1.3", "a reader takes an intent in requires_payment_method only", "TestWrongIntentsForAReader", "world.TestUnfinishedClaimIsTakenOverAfterQuiet"},
	{"1.4", "a second payment replaces the first silently", "TestSecondPaymentReplacesTheFirstSilently", "world.TestTwoCountersOneReaderNobodyIsReplaced"},
	{"1.4", "another till's software replaces it", "TestOtherCounterTakesTheReader", "world.TestTakenOverByForeignSoftwareIsSaidAndNotFoughtOver"},
	{"1.4", "a displayed cart replaces it", "TestDisplayReplacesPayment", "world.TestLetterNeverCoversAPayment"},
	{"1.5", "too late to cancel while the bank decides", "TestBusyWhileAuthorising", "world.TestCancelWhileTheBankDecidesTooLateIsChargedAndBooked"},
	{"1.5", "cancel_action does not cancel the payment", "TestClearingTheReaderIsNoCancel", "world.TestLatePromptAfterCancelNeverCharges"},
	{"1.6", "a reader that dies leaves its action in progress for ever", "TestPulledPlugLeavesTheActionStuck", "world.TestPlugPulledBeforeTheTapEndsNotCharged"},
	{"1.6", "and may have charged", "TestChargedAlthoughTheReaderDied", "world.TestPlugPulledAfterTheTapIsChargedAndBooked"},
	{"1.7", "connection_error hides an approval", "TestConnectionErrorHidesApproval", "world.TestConnectionErrorHidingAChargeIsChargedAndBooked"},
	{"1.8", "the reason of a decline stands on the intent, until something writes to it", "TestReasonIsWipedByUpdates", "world.TestDeclinedCardIsAskedAgainAsItsReasonAllows"},
	{"1.9", "the SDK repeats no JSON 409, 500 and 503", "TestWhatIsStored", "stripe.TestRetryClasses"},
	{"1.10", "readers that no server drives", "TestReadersAndLocations", "reader.TestPreflight"},
	{"1.13", "Interac is paid back on the reader, with the card", "TestInteracIsGivenBackAtTheReader", "world.TestRefundR8InteracAtTheReader"},
	{"1.13", "and never online", "TestOnlyInteracIsGivenBackAtTheReader", "stripe.TestInteracRefundOnTheSimulation"},
	{"1.13", "Interac is declined where a hold is asked for", "TestInterac", "stripe.TestRequestsAreExactlyTheProtocol"},
	{"1.14", "the status of a reader is advisory", "TestOfflineReaderRefusesAtOnce", "world.TestReaderOfflineTheSalePaysOnAnother"},
	{"3", "a reboot forgets the prompt", "TestRebootForgetsThePrompt", "world.TestPromptVanishedIsLitAgainTwice"},
	{"3", "a card left in the reader keeps it busy", "TestCardLeftInReader", "world.TestCardLeftInTheNextPaymentWaits"},
	{"3", "busy with an update", "TestReaderBusyAndOfflineByName", "world.TestReaderBusyIsWaitedForThenTheCashierDecides"},
	{"3", "a late cancel_action clears the next customer's prompt", "TestLateCancelActionHitsTheNextPrompt", "world.TestPromptVanishedIsLitAgainTwice"},
	{"3", "cancel_action where nothing runs", "TestCancelActionWithoutAction", "world.TestCancelBeforeTheTapLeavesNothing"},
	{"3", "registration by pairing code", "TestReadersAreRegisteredAndRemoved", "reader.TestRegisterByPairingCode"},
	{"4", "an action that is final in the answer", "TestActionFinalInTheAnswer", "world.TestActionFinalInTheAnswerIsChargedAndBooked"},
	{"4", "a partial authorisation", "TestPartialAuthorisation", "world.TestPartialAuthorisationIsBookedAsReceived"},
	{"4", "the bank wants a PIN: no decline", "TestSoftDeclineAsksForPIN", "world.TestPINWantedByTheBankIsNoDecline"},
	{"4", "the customer presses Cancel on the reader", "TestCustomerPressesCancel", "world.TestCustomerCancelsOnTheReader"},
	{"4", "an amount changed under the prompt", "TestAmountChangedUnderThePrompt", "world.TestInvoiceChangedWhileWaitingIsCancelledWithinTenSeconds"},
	{"4", "a hold is no money yet", "TestHold", "payment.TestMoneyIsNeverUnsaid"},
	{"6", "more than is left, and what was refunded already", "TestRefunds", "stripe.TestRefundOnTheSimulation"},
	{"6", "a refund that succeeded comes back days later", "TestRefundsThatChangeLater", "world.TestRefundR5ComesBackAfterDays"},
	{"6", "a disputed charge is not refunded", "TestDisputes", "world.TestRefundR9OfADisputedCharge"},
	{"6", "a refund in the dashboard", "TestRefundInTheDashboard", "world.TestHealerR9DashboardRefundIsAnEntry"},
	{"8", "a stored 500 comes back under its key", "TestStored500", "world.TestClaimNeverAnsweredIsOnlyEverCancelled"},
	{"8", "a key for other parameters is refused", "TestKeyForOtherRequestIsRefused", "world.TestTwoCountersSameInvoiceExactlyOneCharges"},
	{"8", "a key in use", "TestKeyInUse", "stripe.TestCreateIsRepeatedWithTheSameKey"},
	{"8", "keys are pruned after a day", "TestKeyIsPrunedAfterADay", "world.TestRefundR3AnsweredByTheListAfterTheKeyIsGone"},
	{"8", "a replay shows the state of then", "TestReplayIsOld", "world.TestAnswerOfTheClaimLostOneClaim"},
	{"8", "a request executed after its caller gave up", "TestHeldRequestIsExecutedLater", "world.TestLatePromptAfterCancelNeverCharges"},
	{"8", "a request executed twice", "TestRequestExecutedTwice", "world.TestSeeds"},
	{"8", "an object late in lists", "TestListLag", "world.TestSeeds"},
	{"8", "a list of many pages", "TestListPagesNewestFirst", "stripe.TestListsReadEveryPage"},
	{"9", "the test cards", "TestCardsOfTheSandbox", "stripe.TestSaleOnTheSimulation"},
	{"9", "the endings of amounts, in whole units too", "TestEndingsInCurrenciesWithoutMinorUnits", "stripe.TestDeclineOnTheSimulation"},
	{"9", "partial Interac refunds by ending", "TestPartialInteracRefundsByEnding", "stripe.TestInteracRefundOnTheSimulation"},
	{"10", "each right of a restricted key", "TestEachRightOfARestrictedKey", "stripe.TestEachPermissionIsProbed"},
	{"10", "a right lost meanwhile", "TestRightLostMeanwhile", "world.TestStripeKeyRefusedAtEachStep"},
	{"13", "what nobody knows, both ways", "TestSwitchesPlayTheOtherAnswer", "world.TestSeeds"},
}

var testName = regexp.MustCompile(`(?m)^func (Test\w+)\(`)

// testsIn lists the tests of a package.
func testsIn(t *testing.T, dir string) map[string]bool {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*_test.go"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no tests in %s: %v", dir, err)
	}
	found := map[string]bool{}
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range testName.FindAllSubmatch(text, -1) {
			found[string(m[1])] = true
		}
	}
	return found
}

// Lost if it fails: a trap that the table calls covered is not, because its test was renamed or removed.
func TestEveryTrapHasItsTests(t *testing.T) {
	tests := map[string]map[string]bool{}
	for pkg, dir := range map[string]string{"": ".", "world": "../world", "stripe": "../../stripe", "reader": "../../reader", "payment": "../../payment"} {
		tests[pkg] = testsIn(t, dir)
	}
	seen := map[string]bool{}
	for _, trap := range traps {
		if seen[trap.facts+trap.what] || trap.what == "" || trap.facts == "" {
			t.Errorf("%+v stands twice or says nothing", trap)
		}
		seen[trap.facts+trap.what] = true
		if !tests[""][trap.set] {
			t.Errorf("%s (facts §%s): there is no %s here", trap.what, trap.facts, trap.set)
		}
		pkg, name, _ := strings.Cut(trap.walked, ".")
		if !tests[pkg][name] {
			t.Errorf("%s (facts §%s): there is no %s", trap.what, trap.facts, trap.walked)
		}
	}
}
