package kit

// ScriptRunsForTest is scriptRuns.
var ScriptRunsForTest = scriptRuns

// TapKeyForTest taps the key with a spoken name.
func TapKeyForTest(k *Keyboard, name string) {
	for _, row := range k.runes {
		for _, key := range row {
			if key.name == name {
				key.Tapped(nil)
				return
			}
		}
	}
	for _, key := range []*boardKey{k.backspace, k.search, k.shiftKey, k.left, k.right, k.symbols, k.accents, k.space, k.hide} {
		if key.name == name {
			key.Tapped(nil)
			return
		}
	}
	panic("no key " + name)
}
