package reader

// LetterPreference is the counter's preference that holds a reader's letter.
func LetterPreference(readerID string) string { return prefLetter + readerID }
