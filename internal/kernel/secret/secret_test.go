package secret_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"github.com/souk-market/souk/internal/kernel/secret"
)

func TestASecretNeverShowsItself(t *testing.T) {
	t.Parallel()
	s := secret.Text("hunter2")
	var log bytes.Buffer
	slog.New(slog.NewJSONHandler(&log, nil)).Info("x", "s", s, "in", struct{ S secret.Text }{s})
	js, err := json.Marshal(map[string]any{"s": s})
	if err != nil {
		t.Fatal(err)
	}
	for _, shown := range []string{fmt.Sprint(s), fmt.Sprintf("%s %v %q %#v %x", s, s, s, s, s), log.String(), string(js), fmt.Sprintf("%+v", struct{ S secret.Text }{s})} {
		if strings.Contains(shown, "hunter2") || strings.Contains(shown, "68756e74657232") {
			t.Errorf("shown: %s", shown)
		}
	}
	if s.Reveal() != "hunter2" {
		t.Error("lost")
	}
}

func TestASealedTextOpensOnlyWithItsKeyAndPurpose(t *testing.T) {
	t.Parallel()
	box, err := secret.NewBox(bytes.Repeat([]byte{1}, secret.KeySize))
	if err != nil {
		t.Fatal(err)
	}
	other, err := secret.NewBox(bytes.Repeat([]byte{2}, secret.KeySize))
	if err != nil {
		t.Fatal(err)
	}
	sealed := box.Seal("key", "key_1")
	if strings.Contains(sealed, "key") || sealed == box.Seal("key", "key_1") {
		t.Error("not sealed with a fresh nonce")
	}
	if got, err := box.Open(sealed, "key_1"); err != nil || got.Reveal() != "key" {
		t.Errorf("got %v, %v", got.Reveal(), err)
	}
	for name, try := range map[string]func() (secret.Text, error){
		"other key":     func() (secret.Text, error) { return other.Open(sealed, "key_1") },
		"other purpose": func() (secret.Text, error) { return box.Open(sealed, "key_2") },
		"changed":       func() (secret.Text, error) { return box.Open(sealed[:len(sealed)-2]+"AA", "key_1") },
		"not sealed":    func() (secret.Text, error) { return box.Open("key", "key_1") },
	} {
		if got, err := try(); !errors.Is(err, secret.ErrSealed) {
			t.Errorf("%s: got %v, %v", name, got.Reveal(), err)
		}
	}
}

func TestATagFitsOneSecretOnePurposeAndOneKey(t *testing.T) {
	t.Parallel()
	box := secret.FreshBox()
	tag := box.Tag("123456", "code 1")
	if !box.Tagged(tag, "123456", "code 1") {
		t.Error("the tag does not fit its own secret")
	}
	for name, ok := range map[string]bool{
		"another secret":     box.Tagged(tag, "123457", "code 1"),
		"another purpose":    box.Tagged(tag, "123456", "code 2"),
		"a moved border":     box.Tagged(box.Tag("1x", "a"), "x", "a1"),
		"another key":        secret.FreshBox().Tagged(tag, "123456", "code 1"),
		"no tag":             box.Tagged("", "123456", "code 1"),
		"the secret in it":   strings.Contains(tag, "123456"),
		"a tag that differs": box.Tag("123456", "code 1") != tag,
	} {
		if ok {
			t.Error(name)
		}
	}
}
