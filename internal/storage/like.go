package storage

import "strings"

// Contains is the pattern of LIKE … ESCAPE '!' for texts that contain s, in lower case; "" for an empty s.
func Contains(s string) string {
	s = strings.ToLower(strings.TrimSpace(s))
	if s == "" {
		return ""
	}
	return "%" + strings.NewReplacer("!", "!!", "%", "!%", "_", "!_").Replace(s) + "%"
}

// Latest is later than every stored instant: the start of a list that begins with the newest row.
const Latest = int64(1) << 62
