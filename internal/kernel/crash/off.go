//go:build !crashpoints

package crash

// Point marks a place.
func Point(string) {}
