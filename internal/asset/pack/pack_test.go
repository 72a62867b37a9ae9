package pack_test

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/souk-market/souk/internal/asset/pack"
)

type file struct{ name, text string }

func tarOf(t *testing.T, files ...file) []byte {
	t.Helper()
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	for _, f := range files {
		if err := w.WriteHeader(&tar.Header{Name: f.name, Size: int64(len(f.text)), Mode: 0o600, Typeflag: tar.TypeReg}); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(f.text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func gz(t *testing.T, raw []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, err := w.Write(raw)
	if err = errors.Join(err, w.Close()); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func zipOf(t *testing.T, files ...file) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, f := range files {
		e, err := w.Create(f.name)
		if err == nil {
			_, err = e.Write([]byte(f.text))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// key looks like a private key and is none.
var key = "-----BEGIN " + "RSA PRIVATE KEY-----\n" + strings.Repeat("QUJD", 16) + "\n-----END RSA PRIVATE KEY-----\n"

// business-rules 4.9: no preset accounts, passwords or keys.
func TestPresetCredentialsAreFoundByTheirRule(t *testing.T) {
	t.Parallel()
	public := "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIabcdefghijklmnop me@example\n"
	for _, c := range []struct{ path, text, rule string }{
		{"keys/server.pem", key, pack.RulePrivateKey},
		{"a.ppk", "PuTTY-User-Key-File-3: ssh-rsa\n", pack.RulePrivateKey},
		{"doc/readme.txt", "paste it between -----BEGIN RSA PRIVATE KEY----- and the end", ""},
		{"lib/pem.go", "const head = `-----BEGIN PRIVATE KEY-----`\n", ""},
		{"certs/ca.pem", "-----BEGIN CERTIFICATE-----\n" + strings.Repeat("QUJD", 16) + "\n", ""},
		{"root/etc/shadow", "root:$6$abcdefgh$0123456789abcdef:19000:0:99999:7:::\n", pack.RuleShadow},
		{"etc/shadow", "root:*:19000:0:99999:7:::\ndaemon:!:19000::::::\nsync:!$6$locked$0123456789:1::::::\n", ""},
		{"etc/shadow", "guest::19000:0:99999:7:::\n", pack.RuleShadow},
		{"etc/passwd", "root:x:0:0:root:/root:/bin/sh\n", ""},
		{"etc/passwd", "admin:$1$salt$0123456789abcdef:0:0::/:/bin/sh\n", pack.RuleShadow},
		{"etc/gshadow", "wheel:::root\nadm:*::\n", ""},
		{"app/.env", "DB_HOST=db\nDB_PASSWORD=hunter2\n", pack.RuleEnv},
		{"app/.env.production", "export API_KEY='abc'\n", pack.RuleEnv},
		{"app/.env", "DB_PASSWORD=\nTOKEN=${TOKEN}\nSECRET=<yours>\n# PASSWORD=x\nPORT=8080\n", ""},
		{"app/.env.example", "DB_PASSWORD=changeme\n", ""},
		{"home/x/.ssh/authorized_keys", public, pack.RuleAuthorizedKeys},
		{"home/x/.ssh/authorized_keys", "# " + public, ""},
		{"root/.aws/credentials", "[default]\naws_secret_access_key = abc\n", pack.RuleCredentials},
		{"root/.docker/config.json", `{"auths":{"r":{"auth":"dXNlcjpw"}}}`, pack.RuleCredentials},
		{"root/.docker/config.json", `{"auths":{}}`, ""},
		{"root/.git-credentials", "https://me:pw@example.com\n", pack.RuleCredentials},
		{".npmrc", "//registry/:_authToken=abc\n", pack.RuleCredentials},
		{".npmrc", "//registry/:_authToken=${NPM}\n", ""},
		{".netrc", "machine x login y password z\n", pack.RuleCredentials},
		{".pgpass", "h:5432:d:u:secret\n", pack.RuleCredentials},
		{".kube/config", "users:\n- user:\n    token: abc\n", pack.RuleCredentials},
		{"bin/start.sh", "#!/bin/sh\nexec ./app\n", ""},
	} {
		var want []pack.Found
		if c.rule != "" {
			want = []pack.Found{{Rule: c.rule, Path: c.path}}
		}
		raw := tarOf(t, file{"first", "x"}, file{c.path, c.text}, file{"last", "y"})
		for form, b := range map[string][]byte{"tar": raw, "tar.gz": gz(t, raw), "zip": zipOf(t, file{"first", "x"}, file{c.path, c.text})} {
			got, n, err := pack.Credentials(t.Context(), bytes.NewReader(b), int64(len(b)), 10)
			if err != nil || n != len(want) || !cmp.Equal(got, want) {
				t.Errorf("%s in a %s: %v, %d, %v; want %v", c.path, form, got, n, err, want)
			}
		}
	}
}

// business-rules 4.9: "also docker image packages".
func TestLayersOfADockerImageAreLookedThrough(t *testing.T) {
	t.Parallel()
	layer := tarOf(t, file{"etc/shadow", "root:$6$abcdefgh$0123456789abcdef:1::::::\n"}, file{"bin/app", "x"})
	image := tarOf(t, file{"one/layer.tar", string(layer)}, file{"blobs/sha256/two", string(gz(t, tarOf(t, file{"k.pem", key})))},
		file{"manifest.json", `[{"Config":"c.json","Layers":["one/layer.tar","blobs/sha256/two"]}]`})
	var seen []string
	is, err := pack.Walk(t.Context(), bytes.NewReader(image), int64(len(image)), func(e pack.Entry, _ io.Reader) error {
		seen = append(seen, e.Path)
		return nil
	})
	want := []string{"one/layer.tar!etc/shadow", "one/layer.tar!bin/app", "blobs/sha256/two!k.pem", "manifest.json"}
	if err != nil || !is || !cmp.Equal(seen, want) {
		t.Errorf("%v, %v, %v", is, seen, err)
	}
	found, n, err := pack.Credentials(t.Context(), bytes.NewReader(image), int64(len(image)), 1)
	if err != nil || n != 2 || len(found) != 1 || found[0] != (pack.Found{Rule: pack.RuleShadow, Path: "one/layer.tar!etc/shadow"}) {
		t.Errorf("%v, %d, %v", found, n, err)
	}
}

func TestADamagedArchiveAndAnEndedContextAreErrors(t *testing.T) {
	t.Parallel()
	whole := tarOf(t, file{"a", strings.Repeat("x", 5000)}, file{"b", "y"})
	zipped := zipOf(t, file{"a", strings.Repeat("x", 5000)})
	spoiled := bytes.Clone(zipped)
	spoiled[40] ^= 0xff
	for name, b := range map[string][]byte{"nothing": nil, "text": []byte(strings.Repeat("hello world ", 200)), "cut tar": whole[:3000], "cut gzip": gz(t, whole)[:60],
		"cut zip": zipped[:50], "spoiled zip": spoiled} {
		if _, _, err := pack.Credentials(t.Context(), bytes.NewReader(b), int64(len(b)), 1); !errors.Is(err, pack.ErrBroken) {
			t.Errorf("%s: %v", name, err)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, _, err := pack.Credentials(ctx, bytes.NewReader(whole), int64(len(whole)), 1); !errors.Is(err, context.Canceled) {
		t.Errorf("ended: %v", err)
	}
}

func TestUnpackingStaysInItsFolder(t *testing.T) {
	t.Parallel()
	outer := t.TempDir()
	dir := filepath.Join(outer, "in")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	raw := tarOf(t, file{"bin/app", "program"}, file{"../escaped", "x"}, file{"/etc/abs", "x"}, file{`..\up`, "x"}, file{"a/../../up", "x"}, file{"bin/app", "newer"})
	if err := pack.Unpack(t.Context(), bytes.NewReader(raw), int64(len(raw)), dir); err != nil {
		t.Fatal(err)
	}
	var names []string
	err := filepath.WalkDir(outer, func(p string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			rel, _ := filepath.Rel(outer, p)
			names = append(names, rel)
		}
		return err
	})
	if err != nil || !cmp.Equal(names, []string{"in/bin/app"}) {
		t.Errorf("%v, %v", names, err)
	}
	if text, err := os.ReadFile(filepath.Join(dir, "bin", "app")); err != nil || string(text) != "newer" {
		t.Errorf("%q, %v", text, err)
	}
}
