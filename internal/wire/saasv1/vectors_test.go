package saasv1

import (
	"encoding/hex"
	"net/url"
	"testing"
)

// The key of the worked examples.
const exampleKey = "ebf72724-0000-4444-8888-fda5bcc81500"

// saas-production-interface A.1.1, both worked examples.
func TestTheAuthTokenIsThatOfTheWorkedExamples(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct{ key, data, want string }{
		{"abcde", "p1=1&p2=2&p3=3&timeStamp=201706211855321", "PHYgXSqTU8TZQZsb+KjHIqoGIRAxnvpqd4WwHGHUXmM="},
		{exampleKey, "activity=newInstance&businessId=03pf80c2bae96vc49b80b917bea776d7&customerId=68cbc86abc2018ab880d92f36422fa0e" +
			"&expireTime=20200727153156&orderId=CS1906666666ABCDE&productId=00301-666666-0--0&testFlag=1&timeStamp=20200727073711903",
			"yrHSIA4ry+Nonhv99ylxO4v3bWYxWHoQsMtRyABS3qE="},
	} {
		params, err := url.ParseQuery(tc.data)
		if err != nil {
			t.Fatal(err)
		}
		params.Set("authToken", "not part of it")
		if got := AuthToken(tc.key, params); got != tc.want {
			t.Errorf("got %s, want %s", got, tc.want)
		}
		params.Set("authToken", tc.want)
		if !VerifyAuthToken(tc.key, params) || VerifyAuthToken(tc.key+"x", params) {
			t.Error("verify")
		}
		params.Set("timeStamp", "20200727073711904")
		if VerifyAuthToken(tc.key, params) {
			t.Error("another time has the same token")
		}
	}
}

// saas-production-interface A.1.4: the vectors of a real Java runtime.
func TestKeysAndCiphertextsAreThoseOfJava(t *testing.T) {
	t.Parallel()
	const k128, k256 = "e0222d8d801e6314668051bf7cf04884", "e0222d8d801e6314668051bf7cf04884ac66044ad471618e29e003911b5e16a8"
	if got := hex.EncodeToString(deriveKey(exampleKey, AES128)); got != k128 {
		t.Errorf("128 bits: %s", got)
	}
	if got := hex.EncodeToString(deriveKey(exampleKey, AES256)); got != k256 {
		t.Errorf("256 bits: %s", got)
	}
	const stream = "69a7bae3d37a83849ecef8f3ff9260b35e01555d75554530cfad8b045e55c714de5c3d00cc00fd27d8b4eb38caf04a41b8c647970d49750a291c21f4ad79b506"
	if got := hex.EncodeToString(deriveKey("k", 512)); got != stream {
		t.Errorf("stream: %s", got)
	}
	const iv = "0123456789abcdef"
	for _, tc := range []struct {
		plain string
		bits  Bits
		want  string
	}{
		{"admin", AES256, "Vgz5PxJtB3OuCR0isA0CUQ=="},
		{"13800000000", AES256, "x5aKTPLWjHJYK4fffB05rA=="},
		{"user@example.com", AES256, "ylOSsl3HYq1vuLc9wJa0BIiJcCK+pmmzibrRawbg6qM="},
		{"admin", AES128, "XgZ2eUQoiO7P/OALbAk2nw=="},
		{"13800000000", AES128, "iuXUUW1/2V+1vpLJM7ybNQ=="},
		{"user@example.com", AES128, "OVrOeQJTI3DXCR6jDJkoeVYO+sJUbSXRG8DlerC3LR4="},
	} {
		got, err := seal(tc.plain, exampleKey, tc.bits, iv)
		if err != nil || got != iv+tc.want {
			t.Errorf("%s, %d bits: %s, %v", tc.plain, tc.bits, got, err)
		}
		if plain, err := Decrypt(iv+tc.want, exampleKey, tc.bits); plain != tc.plain || err != nil {
			t.Errorf("decrypt %s: %q, %v", tc.plain, plain, err)
		}
	}
}
