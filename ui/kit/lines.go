package kit

import "strings"

// slack forgives the rounding of a place that was made exactly as wide as its text.
const slack = 0.5

// Ellipsis cuts s so that it fits width, ending in … when something is missing. measure gives the width of a string in px.
func Ellipsis(s string, width float32, measure func(string) float32) string {
	width += slack
	if measure(s) <= width {
		return s
	}
	runes := []rune(s)
	low, high := 0, len(runes) // low always fits, or is 0
	for low < high {
		mid := (low + high + 1) / 2
		if measure(cut(runes, mid)) <= width {
			low = mid
		} else {
			high = mid - 1
		}
	}
	return cut(runes, low)
}

func cut(runes []rune, n int) string { return strings.TrimRight(string(runes[:n]), " ,.·-") + "…" }

// Lines breaks s into lines of at most width, at spaces and at "\n", never at a no-break space. max limits the lines (0 = no limit);
// the last one then ends in …. With even set the lines become about equally long without becoming more.
func Lines(s string, width float32, max int, even bool, measure func(string) float32) []string {
	if width <= 0 {
		width = 1e6
	}
	if max == 1 {
		return []string{Ellipsis(strings.ReplaceAll(s, "\n", " "), width, measure)}
	}
	lines := wrap(s, width, measure)
	if even && len(lines) > 1 && !strings.Contains(s, "\n") {
		lines = balance(s, lines, width, measure)
	}
	if max > 0 && len(lines) > max {
		rest := strings.Join(lines[max-1:], " ")
		lines = append(lines[:max-1:max-1], Ellipsis(rest, width, measure))
	}
	return lines
}

func wrap(s string, width float32, measure func(string) float32) []string {
	var lines []string
	for _, hard := range strings.Split(s, "\n") {
		line := ""
		for _, word := range strings.Split(hard, " ") {
			joined := word
			if line != "" {
				joined = line + " " + word
			}
			if line == "" || measure(joined) <= width+slack {
				line = joined
				continue
			}
			lines = append(lines, Ellipsis(line, width, measure))
			line = word
		}
		lines = append(lines, Ellipsis(line, width, measure))
	}
	return lines
}

// balance narrows the width until one more line would be needed.
func balance(s string, lines []string, width float32, measure func(string) float32) []string {
	low, high := width/float32(len(lines))/2, width
	for high-low > 2 {
		mid := (low + high) / 2
		try := wrap(s, mid, measure)
		if len(try) > len(lines) || strings.Contains(strings.Join(try, ""), "…") {
			low = mid
		} else {
			high = mid
		}
	}
	return wrap(s, high, measure)
}
