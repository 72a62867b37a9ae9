package passkey

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"
)

// ErrAnswer is an answer that does not hold: another challenge, origin, domain or key, or a bad signature.
var ErrAnswer = errors.New("passkey: the answer does not hold")

// Question is what a browser is asked.
type Question struct {
	Options   json.RawMessage // for navigator.credentials
	Challenge string          // to be kept until the answer comes, as JSON
}

// Use is a key that answered.
type Use struct {
	Key      Key
	UserID   string
	Verified bool // the authenticator checked who is there, not only that somebody is
	Suspect  bool // the signature counter did not grow: there may be a copy of the key
}

// Register asks for a new key. The person's present keys are left out, so that one authenticator is not registered twice.
func (p *Party) Register(u User, present []Key) (Question, error) {
	who, err := personOf(u, present)
	if err != nil {
		return Question{}, err
	}
	creation, session, err := p.lib.BeginRegistration(who,
		webauthn.WithAuthenticatorSelection(protocol.AuthenticatorSelection{
			ResidentKey: protocol.ResidentKeyRequirementPreferred, UserVerification: protocol.VerificationPreferred}),
		webauthn.WithExclusions(webauthn.Credentials(who.creds).CredentialDescriptors()))
	if err != nil {
		return Question{}, fmt.Errorf("begin registration: %w", err)
	}
	return question(creation, session)
}

// Registered judges the answer to Register. Errors: ErrAnswer.
func (p *Party) Registered(u User, challenge string, answer []byte) (Key, error) {
	session, err := sessionOf(challenge)
	if err != nil {
		return Key{}, err
	}
	parsed, err := protocol.ParseCredentialCreationResponseBytes(answer)
	if err != nil {
		return Key{}, refuse(err)
	}
	cred, err := p.lib.CreateCredential(person{user: u}, session, parsed)
	if err != nil {
		return Key{}, refuse(err)
	}
	return keyOf(*cred)
}

// Ask asks a known person for one of its keys.
func (p *Party) Ask(u User, keys []Key) (Question, error) {
	who, err := personOf(u, keys)
	if err != nil {
		return Question{}, err
	}
	assertion, session, err := p.lib.BeginLogin(who, webauthn.WithUserVerification(protocol.VerificationPreferred))
	if err != nil {
		return Question{}, fmt.Errorf("ask for a passkey: %w", err)
	}
	return question(assertion, session)
}

// AskAnyone asks whoever is there for a key of this marketplace.
func (p *Party) AskAnyone() (Question, error) {
	assertion, session, err := p.lib.BeginDiscoverableLogin(webauthn.WithUserVerification(protocol.VerificationRequired))
	if err != nil {
		return Question{}, fmt.Errorf("ask for a passkey: %w", err)
	}
	return question(assertion, session)
}

// Answered judges the answer to Ask. Errors: ErrAnswer.
func (p *Party) Answered(u User, keys []Key, challenge string, answer []byte) (Use, error) {
	who, err := personOf(u, keys)
	if err != nil {
		return Use{}, err
	}
	session, parsed, err := read(challenge, answer)
	if err != nil {
		return Use{}, err
	}
	cred, err := p.lib.ValidateLogin(who, session, parsed)
	if err != nil {
		return Use{}, refuse(err)
	}
	return useOf(u.ID, *cred, parsed)
}

// Finder returns a person by id with its keys.
type Finder func(userID string) (User, []Key, error)

// AnsweredByAnyone judges the answer to AskAnyone. An error of find that is not about the answer is returned as it is.
// Errors: ErrAnswer.
func (p *Party) AnsweredByAnyone(challenge string, answer []byte, find Finder) (Use, error) {
	session, parsed, err := read(challenge, answer)
	if err != nil {
		return Use{}, err
	}
	var findErr error
	var userID string
	cred, err := p.lib.ValidateDiscoverableLogin(func(_, handle []byte) (webauthn.User, error) {
		u, keys, err := find(string(handle))
		if err != nil {
			findErr = err
			return nil, err
		}
		userID = u.ID
		return personOf(u, keys)
	}, session, parsed)
	switch {
	case findErr != nil:
		return Use{}, findErr
	case err != nil:
		return Use{}, refuse(err)
	}
	return useOf(userID, *cred, parsed)
}

func personOf(u User, keys []Key) (person, error) {
	p := person{user: u}
	for _, k := range keys {
		var c webauthn.Credential
		if err := json.Unmarshal([]byte(k.Record), &c); err != nil {
			return person{}, fmt.Errorf("passkey: record of %s: %w", k.ID, err)
		}
		c.Authenticator.SignCount = uint32(k.SignCount)
		p.creds = append(p.creds, c)
	}
	return p, nil
}

func question(options any, session *webauthn.SessionData) (Question, error) {
	raw, err := json.Marshal(options)
	if err != nil {
		return Question{}, err
	}
	kept, err := json.Marshal(session)
	return Question{raw, string(kept)}, err
}

func sessionOf(challenge string) (webauthn.SessionData, error) {
	var s webauthn.SessionData
	if err := json.Unmarshal([]byte(challenge), &s); err != nil {
		return s, fmt.Errorf("passkey: challenge: %w", err)
	}
	return s, nil
}

func read(challenge string, answer []byte) (webauthn.SessionData, *protocol.ParsedCredentialAssertionData, error) {
	session, err := sessionOf(challenge)
	if err != nil {
		return session, nil, err
	}
	parsed, err := protocol.ParseCredentialRequestResponseBytes(answer)
	if err != nil {
		return session, nil, refuse(err)
	}
	return session, parsed, nil
}

func keyOf(c webauthn.Credential) (Key, error) {
	count := int64(c.Authenticator.SignCount)
	c.Authenticator.CloneWarning = false // told once, see Use.Suspect
	record, err := json.Marshal(c)
	return Key{base64.RawURLEncoding.EncodeToString(c.ID), string(record), count}, err
}

func useOf(userID string, c webauthn.Credential, answer *protocol.ParsedCredentialAssertionData) (Use, error) {
	suspect := c.Authenticator.CloneWarning
	key, err := keyOf(c)
	return Use{key, userID, answer.Response.AuthenticatorData.Flags.HasUserVerified(), suspect}, err
}

// refuse keeps what the library says for the log; callers tell people no more than that it was refused.
func refuse(err error) error {
	var e *protocol.Error
	if errors.As(err, &e) {
		return fmt.Errorf("%w: %s (%s)", ErrAnswer, e.Details, e.DevInfo)
	}
	return fmt.Errorf("%w: %s", ErrAnswer, err.Error())
}
