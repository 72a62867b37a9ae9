package feedback

import "fmt"

// Summary is what the ratings of a product or a seller that are shown come to.
type Summary struct {
	Subject  string // id of a product or a seller
	Ratings  int64
	Quality  int64 // sums
	Service  int64
	Delivery int64
	Stars    [5]int64 // how many have one star, two, …
	Rev      int64    // grows with everything that is shown of this room on the subject's page
}

// add is the summary with n more (or, negative, less) of a rating.
func (s *Summary) add(o Scores, n int64) {
	s.Ratings += n
	s.Quality += n * int64(o.Quality)
	s.Service += n * int64(o.Service)
	s.Delivery += n * int64(o.Delivery)
	s.Stars[o.Stars()-1] += n
}

// Average is the mean of all scores with one decimal, "4.7"; "" without ratings.
func (s Summary) Average() string { return mean(s.Quality+s.Service+s.Delivery, 3*s.Ratings) }

// Averages are the means of the three scores.
func (s Summary) Averages() (quality, service, delivery string) {
	return mean(s.Quality, s.Ratings), mean(s.Service, s.Ratings), mean(s.Delivery, s.Ratings)
}

// mean is sum/n with one decimal, rounded half up.
func mean(sum, n int64) string {
	if n <= 0 {
		return ""
	}
	tenths := (20*sum + n) / (2 * n)
	return fmt.Sprintf("%d.%d", tenths/10, tenths%10)
}

// Share is how many of a hundred ratings have so many stars.
func (s Summary) Share(stars int) int {
	if s.Ratings <= 0 || stars < 1 || stars > 5 {
		return 0
	}
	return int((200*s.Stars[stars-1] + s.Ratings) / (2 * s.Ratings))
}
