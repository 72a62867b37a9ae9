// Package textdiff compares two texts that were cut into pieces: lines, or words.
//
// Invariants:
//
//  1. What stays and what goes, in order, is the old text; what stays and what comes is the new one.
//  2. The work is bounded: between texts too long to compare, all that lies between their equal ends is shown as replaced.
package textdiff

// Op is what becomes of a piece.
type Op string

// The three things that can become of a piece.
const (
	Stay Op = " " // in both texts
	Gone Op = "-" // in the old text only
	Come Op = "+" // in the new text only
)

// Edit is one piece and what becomes of it.
type Edit struct {
	Op   Op
	Text string
}

// maxCells bounds the table of the comparison, two bytes a cell: 1,500 changed pieces against 1,500 others. The lengths
// in it fit 16 bits, as the shorter text of a table this large has at most 1,500 pieces.
const maxCells = 1501 * 1501

// Diff is the shortest way from old to new: their longest common subsequence stays, and where either order would do, what
// goes stands before what comes.
func Diff(old, new []string) []Edit {
	head := 0
	for head < len(old) && head < len(new) && old[head] == new[head] {
		head++
	}
	tail := 0
	for tail < len(old)-head && tail < len(new)-head && old[len(old)-1-tail] == new[len(new)-1-tail] {
		tail++
	}
	out := appendAll(nil, Stay, old[:head])
	out = appendMiddle(out, old[head:len(old)-tail], new[head:len(new)-tail])
	return appendAll(out, Stay, old[len(old)-tail:])
}

func appendAll(out []Edit, op Op, pieces []string) []Edit {
	for _, p := range pieces {
		out = append(out, Edit{op, p})
	}
	return out
}

// appendMiddle compares what lies between the equal ends.
func appendMiddle(out []Edit, a, b []string) []Edit {
	width := len(b) + 1
	if len(a) == 0 || len(b) == 0 || len(a)+1 > maxCells/width {
		return appendAll(appendAll(out, Gone, a), Come, b)
	}
	common := make([]uint16, (len(a)+1)*width) // common[i*width+j]: the length of the subsequence of a[i:] and b[j:]
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if a[i] == b[j] {
				common[i*width+j] = common[(i+1)*width+j+1] + 1
			} else {
				common[i*width+j] = max(common[(i+1)*width+j], common[i*width+j+1])
			}
		}
	}
	i, j := 0, 0
	for i < len(a) || j < len(b) {
		switch {
		case i < len(a) && j < len(b) && a[i] == b[j]:
			out = append(out, Edit{Stay, a[i]})
			i, j = i+1, j+1
		case j == len(b) || i < len(a) && common[(i+1)*width+j] >= common[i*width+j+1]:
			out, i = append(out, Edit{Gone, a[i]}), i+1
		default:
			out, j = append(out, Edit{Come, b[j]}), j+1
		}
	}
	return out
}
