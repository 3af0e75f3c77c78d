// Package readers is the screen of the shop's readers: a card for each while there are three at most, else a list; what each is
// doing, for whom, and the two things one can do about it. Its sheets show one reader whole, what to check at a silent one, and
// take words: a pairing code, a name, an id.
package readers
