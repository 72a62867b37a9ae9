package app

import (
	"cmp"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"

	"github.com/souk-market/souk/internal/blob"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/kernel/country"
	"github.com/souk-market/souk/internal/kernel/secret"
	"github.com/souk-market/souk/internal/seller"
	"github.com/souk-market/souk/internal/storage"
)

// Settings are what an operator may set; none is needed.
type Settings struct {
	Data   string `help:"Folder for the database, uploaded files and the master key." default:"data" env:"SOUK_DATA" placeholder:"DIR"`
	DB     string `help:"PostgreSQL address (postgres://…). Without it, SQLite in the data folder." env:"SOUK_DB" placeholder:"URL"`
	Listen string `help:"Address to listen on." default:"127.0.0.1:8080" env:"SOUK_LISTEN" placeholder:"ADDR"`
	URL    string `help:"Public address of the marketplace, for links in mails. Default: http:// and the listen address." env:"SOUK_URL"`

	Country string `help:"Country or region (ISO 3166-1, two letters) where accounts are registered that say nothing else." default:"CN" env:"SOUK_COUNTRY" placeholder:"XX"`

	MasterKey secret.Text `help:"Key that seals secrets in the database: 64 hex digits. Without it, a file in the data folder; all nodes need the same." env:"SOUK_MASTER_KEY" placeholder:"HEX"`

	Sandbox               bool `help:"Let signed-in people move the clock." env:"SOUK_SANDBOX"`
	AllowPrivateEndpoints bool `help:"Allow sellers' addresses in private networks and on this machine. Only for development." env:"SOUK_ALLOW_PRIVATE_ENDPOINTS"`
	TestGateway           bool `help:"Offer a payment page that only pretends to take money. Only for development." env:"SOUK_TEST_GATEWAY"`
	NoGroupCommit         bool `help:"SQLite: a commit of its own for each transaction, to compare." env:"SOUK_NO_GROUP_COMMIT" hidden:""`

	BankHolder string `help:"Holder of the bank account that buyers transfer top-ups to." env:"SOUK_BANK_HOLDER"`
	BankName   string `help:"Its bank and branch." env:"SOUK_BANK_NAME"`
	BankNumber string `help:"Its number. Without it, buyers are not offered bank transfers." env:"SOUK_BANK_NUMBER"`

	SellerFoundedYears *int64 `help:"Full years for which a company has to exist to become a seller; 0: no condition." default:"1" env:"SOUK_SELLER_FOUNDED_YEARS"`
	SellerCapital      *int64 `help:"Least registered capital of a company that becomes a seller, in CNY; 0: no condition." default:"500000" env:"SOUK_SELLER_CAPITAL"`
	SellerTeam         *int64 `help:"Least people in technology and customer service of a company that becomes a seller; 0: no condition." default:"5" env:"SOUK_SELLER_TEAM"`
	SellerAge          *int64 `help:"Least age of an individual developer who becomes a seller; 0: no condition." default:"18" env:"SOUK_SELLER_AGE"`

	ReviewDays   int `help:"Working days after which the review of an application for a product is due." default:"3" env:"SOUK_REVIEW_DAYS"`
	ReviewPerDay int `help:"Applications of one seller on one day that are due so; each further as many take a working day longer. 0: none takes longer." default:"5" env:"SOUK_REVIEW_PER_DAY"`
	ReviewMost   int `help:"Working days that a review takes at most." default:"10" env:"SOUK_REVIEW_MOST"`

	UploadFiles int64 `help:"Most files that one seller may upload in a day." default:"100" env:"SOUK_UPLOAD_FILES"`
	UploadGB    int64 `name:"upload-gb" help:"Most gigabytes that one seller may upload in a day." default:"10" env:"SOUK_UPLOAD_GB"`

	ClamAV       string `name:"clamav" help:"Virus scanner of sellers' packages: a ClamAV daemon at unix:/path or tcp:127.0.0.1:port. Without it, operators decide." env:"SOUK_CLAMAV" placeholder:"ADDR"`
	ScanPackages string `name:"scan-packages" help:"Program that prints known vulnerabilities of a package in the JSON form of Trivy; {dir} is a folder with what is in it, {file} the archive. Without it, operators decide." env:"SOUK_SCAN_PACKAGES" placeholder:"COMMAND"`
	ScanImages   string `name:"scan-images" help:"The same for images as docker saves them." env:"SOUK_SCAN_IMAGES" placeholder:"COMMAND"`

	SearchSynonyms string `help:"File of words that stand for each other in a search: a group a line, separated by commas. Without it, a list that comes with Souk." env:"SOUK_SEARCH_SYNONYMS" placeholder:"FILE"`

	ExportMB int64 `name:"export-mb" help:"Most megabytes of a copy of personal data, on the disk for temporary files; files beyond it come in a further copy." default:"2048" env:"SOUK_EXPORT_MB"`

	SMTP         string      `help:"Mail server, host:port. Without it, mails become files in the data folder." env:"SOUK_SMTP" placeholder:"HOST:PORT"`
	SMTPUser     string      `help:"User name at the mail server." env:"SOUK_SMTP_USER"`
	SMTPPassword secret.Text `help:"Password at the mail server." env:"SOUK_SMTP_PASSWORD"`
	SMTPTLS      string      `name:"smtp-tls" help:"Protection of the connection to the mail server: none, opportunistic, mandatory or implicit (port 465)." enum:"none,opportunistic,mandatory,implicit" default:"mandatory" env:"SOUK_SMTP_TLS"`
	MailFrom     string      `help:"Sender of mails." default:"Souk <souk@localhost.localdomain>" env:"SOUK_MAIL_FROM"`

	SMSURL     string      `name:"sms-url" help:"Address of the SMS gateway, with places such as {phone} and {text}. Without it, text messages become files in the data folder." env:"SOUK_SMS_URL" placeholder:"URL"`
	SMSMethod  string      `name:"sms-method" help:"Method of its request." default:"POST" env:"SOUK_SMS_METHOD"`
	SMSHeaders []string    `name:"sms-header" help:"Headers of its request, Name: value, with places; separated by |." sep:"|" env:"SOUK_SMS_HEADERS"`
	SMSBody    string      `name:"sms-body" help:"Body of its request, with the places {phone} {text} {sign} {id} {key} {secret}; escaped as form or JSON." env:"SOUK_SMS_BODY"`
	SMSSign    string      `name:"sms-sign" help:"Signature of text messages: {sign}." env:"SOUK_SMS_SIGN"`
	SMSKey     string      `name:"sms-key" help:"User or application at the gateway: {key}." env:"SOUK_SMS_KEY"`
	SMSSecret  secret.Text `name:"sms-secret" help:"Password at the gateway: {secret}." env:"SOUK_SMS_SECRET"`
	SMSSuccess string      `name:"sms-success" help:"Text that its answer must hold, besides a status of 2xx." env:"SOUK_SMS_SUCCESS"`

	Log string `help:"Log level: debug, info, warn or error." enum:"debug,info,warn,error" default:"info" env:"SOUK_LOG"`
}

// logger writes JSON lines to standard error.
func (s Settings) logger() *slog.Logger {
	var level slog.Level
	if err := level.UnmarshalText([]byte(s.Log)); err != nil {
		level = slog.LevelInfo
	}
	return slog.New(slog.NewJSONHandler(os.Stderr, &slog.HandlerOptions{Level: level}))
}

func (s Settings) storage() storage.Config {
	return storage.Config{URL: s.DB, Dir: s.Data, NoGroupCommit: s.NoGroupCommit}
}

// publicURL is the address for links, without a slash at the end.
func (s Settings) publicURL() string {
	if s.URL != "" {
		return strings.TrimRight(s.URL, "/")
	}
	return "http://" + s.Listen
}

// sellerRules are the figures of admission (business-rules 2.3): 0 is no condition, and what is not set is the default. A
// figure out of its range would keep everybody out or let everybody in, so nothing starts with one.
func (s Settings) sellerRules() (*seller.Rules, error) {
	r := seller.DefaultRules()
	years, capital, team, age := int64(r.FoundedYears), r.CapitalCNY, int64(r.Team), int64(r.Age)
	var faults []error
	for _, f := range []struct {
		variable  string
		set, into *int64
		most      int64
	}{{"SOUK_SELLER_FOUNDED_YEARS", s.SellerFoundedYears, &years, 200}, {"SOUK_SELLER_CAPITAL", s.SellerCapital, &capital, 1e12},
		{"SOUK_SELLER_TEAM", s.SellerTeam, &team, 1e6}, {"SOUK_SELLER_AGE", s.SellerAge, &age, 200}} {
		if f.set == nil {
			continue
		}
		if *f.into = *f.set; *f.set < 0 || *f.set > f.most {
			faults = append(faults, fmt.Errorf("%s is %d: it has to be a number from 0 (no condition) to %d", f.variable, *f.set, f.most))
		}
	}
	return &seller.Rules{FoundedYears: int(years), CapitalCNY: capital, Team: int(team), Age: int(age)}, errors.Join(faults...)
}

// reviewLimit is how long reviews take (business-rules 4.1); nothing set is the default.
func (s Settings) reviewLimit() catalog.ReviewLimit {
	return catalog.ReviewLimit{Days: s.ReviewDays, PerDay: s.ReviewPerDay, Most: s.ReviewMost}
}

// home is where accounts are registered that say nothing else.
func (s Settings) home() (string, error) {
	code := cmp.Or(strings.ToUpper(s.Country), country.China)
	if !country.Valid(code) {
		return "", fmt.Errorf("SOUK_COUNTRY is %q: it has to be two letters of ISO 3166-1, such as CN", s.Country)
	}
	return code, nil
}

// uploads is what one seller may upload in a day (business-rules 4.1); what is not set is the rule.
func (s Settings) uploads() blob.DayLimit {
	return blob.DayLimit{Files: s.UploadFiles, Bytes: min(s.UploadGB, 1<<20) << 30}
}

// exportLimit is the most bytes of a copy of personal data. The largest file has to fit, with the lists.
func (s Settings) exportLimit() (int64, error) {
	if s.ExportMB != 0 && (s.ExportMB < 128 || s.ExportMB > 1e6) {
		return 0, fmt.Errorf("SOUK_EXPORT_MB is %d: it has to be a number from 128 to 1000000", s.ExportMB)
	}
	return s.ExportMB << 20, nil
}

// searchDir holds the scratch files of the search index; it may be emptied whenever Souk is not running.
func (s Settings) searchDir() string { return filepath.Join(s.Data, "search") }

// synonyms is the text of the file of synonyms; "" for the list that comes with Souk.
func (s Settings) synonyms() (string, error) {
	if s.SearchSynonyms == "" {
		return "", nil
	}
	raw, err := os.ReadFile(s.SearchSynonyms)
	if err != nil {
		return "", fmt.Errorf("SOUK_SEARCH_SYNONYMS: %w", err)
	}
	return string(raw), nil
}

func (s Settings) mailDir() string { return filepath.Join(s.Data, "mail") }

func (s Settings) smsDir() string { return filepath.Join(s.Data, "sms") }

const keyFile = "master.key"

// masterKey is the setting, or the file of the data folder, made at the first start.
func (s Settings) masterKey() ([]byte, error) {
	text := s.MasterKey.Reveal()
	if text == "" {
		var err error
		if text, err = keyFromFile(filepath.Join(s.Data, keyFile)); err != nil {
			return nil, err
		}
	}
	key, err := hex.DecodeString(strings.TrimSpace(text))
	if err != nil || len(key) != secret.KeySize {
		return nil, fmt.Errorf("the master key needs %d hex digits", 2*secret.KeySize)
	}
	return key, nil
}

func keyFromFile(path string) (string, error) {
	raw, err := os.ReadFile(path)
	if err == nil {
		return string(raw), nil
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return "", fmt.Errorf("read master key: %w", err)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return "", err
	}
	key := make([]byte, secret.KeySize)
	rand.Read(key)
	text := hex.EncodeToString(key) + "\n"
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return keyFromFile(path) // another process was quicker
	}
	if err != nil {
		return "", fmt.Errorf("make master key: %w", err)
	}
	_, err = f.WriteString(text)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return "", fmt.Errorf("make master key: %w", err)
	}
	return text, nil
}
