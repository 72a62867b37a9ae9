package app

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/souk-market/souk/internal/asset"
	"github.com/souk-market/souk/internal/asset/clamd"
	"github.com/souk-market/souk/internal/asset/vuln"
)

// buildAssets makes the room of assets with the scanners that are turned on (business-rules 4.9).
func (a *App) buildAssets() error {
	set := a.Settings
	d := asset.Deps{DB: a.DB, Queue: a.Queue, Sellers: a.Sellers, Notify: a.Notify, Files: a.Blobs, Scratch: filepath.Join(set.Data, "scan"), Log: a.Log}
	if set.ClamAV != "" {
		c, err := clamd.New(set.ClamAV)
		if err != nil {
			return fmt.Errorf("SOUK_CLAMAV is %q: %w", set.ClamAV, err)
		}
		d.Virus = c
	}
	for _, x := range []struct {
		variable, setting string
		into              *asset.VulnerabilityScanner
	}{{"SOUK_SCAN_PACKAGES", set.ScanPackages, &d.Packages}, {"SOUK_SCAN_IMAGES", set.ScanImages, &d.Images}} {
		c, err := vuln.Parse(x.setting, scannerEnv(os.Environ()))
		if err != nil {
			return fmt.Errorf("%s is %q: %w", x.variable, x.setting, err)
		}
		if c != nil {
			*x.into = c
		}
	}
	a.Assets = asset.New(d)
	a.Assets.Register(a.Queue)
	return nil
}

// scannerEnv is what a scanner learns of our environment: everything but our own settings, which hold secrets.
func scannerEnv(all []string) []string {
	var out []string
	for _, v := range all {
		if !strings.HasPrefix(v, "SOUK_") {
			out = append(out, v)
		}
	}
	return out
}
