package pack

import (
	"bytes"
	"context"
	"io"
	"path"
	"regexp"
	"slices"
	"strings"
)

// The rules about preset credentials (business-rules 4.9: no preset accounts, passwords, keys).
const (
	RulePrivateKey     = "private_key"     // a private key
	RuleShadow         = "shadow"          // an account with a password, or that needs none
	RuleEnv            = "env"             // a .env file with a password, token or key
	RuleCredentials    = "credentials"     // a credentials file of a known program
	RuleAuthorizedKeys = "authorized_keys" // a key that lets somebody in
)

// Rules are all rules.
func Rules() []string {
	return []string{RulePrivateKey, RuleShadow, RuleEnv, RuleCredentials, RuleAuthorizedKeys}
}

// Found is a place where something is preset; never what.
type Found struct {
	Rule string
	Path string
}

// looked is how much of a file is read for each rule: keys and credentials stand at the beginning of small files.
const looked = 256 << 10

// Credentials looks through a package. most bounds what is listed; n counts everything. Errors: as Walk.
func Credentials(ctx context.Context, r io.ReaderAt, size int64, most int) (found []Found, n int, err error) {
	head := make([]byte, looked)
	_, err = Walk(ctx, r, size, func(e Entry, from io.Reader) error {
		k, err := io.ReadFull(from, head)
		if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
			return err
		}
		rule := ruleOf(e.Path, head[:k])
		if _, err := io.Copy(io.Discard, from); err != nil { // the rest, and the checksum of a ZIP entry
			return err
		}
		if rule == "" {
			return nil
		}
		if n++; len(found) < most {
			found = append(found, Found{rule, e.Path})
		}
		return nil
	})
	return found, n, err
}

// ruleOf is the rule that a file breaks; "" for none.
func ruleOf(full string, text []byte) string {
	if i := strings.LastIndexByte(full, '!'); i >= 0 {
		full = full[i+1:]
	}
	full = strings.ToLower(path.Clean("/" + strings.ReplaceAll(full, `\`, "/")))
	base, folder := path.Base(full), path.Base(path.Dir(full))
	switch {
	case privateKey(text):
		return RulePrivateKey
	case slices.Contains([]string{"shadow", "shadow-", "gshadow", "passwd", "passwd-"}, base) && folder == "etc" && presetPassword(base, text):
		return RuleShadow
	case base == "authorized_keys" || base == "authorized_keys2":
		if publicKey.Match(text) {
			return RuleAuthorizedKeys
		}
	case envFile(base) && secretSetting.Match(text):
		return RuleEnv
	case credentialFile(full, base, folder, text):
		return RuleCredentials
	}
	return ""
}

// pem is a key as it is stored: its frame, then at least one line of the key or a header of it. A program that merely names the frame
// in a text has no such line.
var pem = regexp.MustCompile(`(?m)^-----BEGIN ((RSA|EC|DSA|OPENSSH|ENCRYPTED) )?PRIVATE KEY-----\r?\n([A-Za-z0-9+/=]{32,}|Proc-Type:)`)

func privateKey(text []byte) bool {
	return pem.Match(text) || bytes.HasPrefix(text, []byte("PuTTY-User-Key-File-")) ||
		bytes.HasPrefix(text, []byte("-----BEGIN PGP PRIVATE KEY BLOCK-----"))
}

// presetPassword finds an account that can log in by a password that is known before: a hash, or nothing at all. "!", "*", "x"
// and what begins with them stand for no password.
func presetPassword(base string, text []byte) bool {
	for line := range strings.Lines(string(text)) {
		part := strings.Split(strings.TrimSpace(line), ":")
		if len(part) < 3 || part[0] == "" || strings.HasPrefix(part[0], "#") {
			continue
		}
		hash := part[1]
		switch {
		case hash == "" && !strings.HasPrefix(base, "gshadow"):
			return true
		case strings.HasPrefix(hash, "$") && len(hash) > 12, len(hash) == 13 && !strings.ContainsAny(hash, "!*"):
			return true
		}
	}
	return false
}

var publicKey = regexp.MustCompile(`(?m)^[^#\n]*\b(ssh-(rsa|dss|ed25519)|ecdsa-sha2-[a-z0-9-]+|sk-[a-z0-9@.-]+) AAAA[A-Za-z0-9+/]{16,}`)

// envFile knows .env and .env.production, not the samples that programs bring.
func envFile(base string) bool {
	if base == ".env" {
		return true
	}
	kind, ok := strings.CutPrefix(base, ".env.")
	return ok && !slices.ContainsFunc([]string{"example", "sample", "template", "dist", "defaults"}, func(s string) bool { return strings.Contains(kind, s) })
}

// secretSetting is a setting whose name says that it is secret, with a value that is no place to be filled in (${X}, <x>).
var secretSetting = regexp.MustCompile(`(?im)^\s*(export\s+)?[A-Z0-9_.]*(PASSWORD|PASSWD|SECRET|TOKEN|API_?KEY|ACCESS_?KEY|PRIVATE_?KEY|CREDENTIAL)[A-Z0-9_.]*[ \t]*[=:][ \t]*["']?[^\s"'$<{#]`)

var (
	secretINI    = regexp.MustCompile(`(?im)^\s*(aws_secret_access_key|aws_session_token|secret_?key|password|passwd|pass)[ \t]*=[ \t]*\S`)
	netrcLine    = regexp.MustCompile(`(?im)\bpassword[ \t]+\S`)
	gitURL       = regexp.MustCompile(`(?m)^https?://[^:@/\s]+:[^@/\s]+@`)
	npmToken     = regexp.MustCompile(`(?m)_(authToken|auth|password)[ \t]*=[ \t]*[^\s$]`)
	dockerAuth   = regexp.MustCompile(`"(auth|identitytoken)"\s*:\s*"[^"]+"`)
	pgpassLine   = regexp.MustCompile(`(?m)^[^#:\n]*:[^:\n]*:[^:\n]*:[^:\n]*:\S`)
	kubeSecret   = regexp.MustCompile(`(?m)^\s*(client-key-data|token|password)[ \t]*:[ \t]*\S`)
	googleSecret = regexp.MustCompile(`"private_key"\s*:\s*"-----BEGIN`)
)

// credentialFile knows the files in which common programs keep what lets them in.
func credentialFile(full, base, folder string, text []byte) bool {
	switch {
	case base == "credentials" && (folder == ".aws" || folder == ".config" || folder == ".oss"), base == "credentials.csv", base == ".my.cnf", base == ".mylogin.cnf", base == ".obsutilconfig", base == ".s3cfg":
		return secretINI.Match(text)
	case base == ".netrc" || base == "_netrc":
		return netrcLine.Match(text)
	case base == ".git-credentials":
		return gitURL.Match(text)
	case base == ".npmrc":
		return npmToken.Match(text)
	case base == "config.json" && folder == ".docker", base == ".dockercfg":
		return dockerAuth.Match(text)
	case base == ".pgpass":
		return pgpassLine.Match(text)
	case base == "config" && folder == ".kube", base == "kubeconfig":
		return kubeSecret.Match(text)
	case strings.HasSuffix(full, ".json"):
		return googleSecret.Match(text)
	}
	return false
}
