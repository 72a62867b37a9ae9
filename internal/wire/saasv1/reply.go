package saasv1

import (
	"fmt"

	"github.com/souk-market/souk/internal/wire"
)

// Reply is what came back from a production address, with its header Body-Sign.
type Reply struct {
	wire.Reply
	BodySign string
}

// NewInstanceAnswer is the reply to newInstance (saas-production-interface A.2.1).
type NewInstanceAnswer struct {
	wire.PlainAnswer
	InstanceID string
	App        *wire.AppInfo // UserName and Password opened; nil when the seller tells the buyer itself
}

// LicenseAnswer is the reply to getLicense (saas-production-interface A.5e).
type LicenseAnswer struct {
	wire.PlainAnswer
	License string // secret
}

// read applies the layers up to the result code: HTTP, media type, JSON, the seller's signature.
func read(reply Reply, key string) (map[string]any, wire.PlainAnswer, wire.Reader) {
	obj, plain, faults := wire.Read(reply.Reply)
	if len(faults) == 0 {
		faults = wire.CheckBodySign(reply.BodySign, key, reply.Body)
	}
	r := wire.Reader{Faults: faults}
	if len(faults) == 0 {
		r.Result(obj, false)
	}
	return obj, plain, r
}

// CheckPlain judges the reply to an activity that returns nothing but a result.
func CheckPlain(reply Reply, key string) (wire.PlainAnswer, wire.Faults) {
	_, plain, r := read(reply, key)
	return plain, r.Faults
}

// CheckNewInstance judges the reply to newInstance and opens the credentials in it.
func CheckNewInstance(reply Reply, key string) (NewInstanceAnswer, wire.Faults) {
	obj, plain, r := read(reply, key)
	answer := NewInstanceAnswer{PlainAnswer: plain}
	if len(r.Faults) > 0 {
		return answer, r.Faults
	}
	answer.InstanceID = r.InstanceID(obj)
	answer.App = r.App(obj, "")
	if answer.App != nil {
		openApp(&r.Faults, answer.App, key, bitsOf(obj), "appInfo")
	}
	return answer, r.Faults
}

// Ready reports the fault of an answer without a way for the buyer to get in; the debugger asks for it
// (saas-production-interface C.3 check 4).
func (a NewInstanceAnswer) Ready() wire.Faults {
	if a.App != nil && a.App.FrontEndURL != "" {
		return nil
	}
	return wire.Faults{{Code: wire.FaultFieldMissing, Field: "appInfo.frontEndUrl"}}
}

// CheckQueryInstance judges the reply to a queryInstance that asked for wantIDs and opens the credentials in it.
func CheckQueryInstance(reply Reply, key string, wantIDs []string) (wire.QueryInstanceAnswer, wire.Faults) {
	obj, plain, r := read(reply, key)
	answer := wire.QueryInstanceAnswer{PlainAnswer: plain}
	if len(r.Faults) > 0 {
		return answer, r.Faults
	}
	instances := r.Instances(obj, wantIDs)
	for i, info := range instances {
		if info.AppInfo != nil {
			openApp(&r.Faults, info.AppInfo, key, bitsOf(obj), fmt.Sprintf("info[%d].appInfo", i))
		}
	}
	if len(r.Faults) == 0 {
		answer.Instances = instances
	}
	return answer, r.Faults
}

// maxLicense bounds a license; the specification prints no length for it.
const maxLicense = 8192

// CheckLicense judges the reply to getLicense.
func CheckLicense(reply Reply, key string) (LicenseAnswer, wire.Faults) {
	obj, plain, r := read(reply, key)
	answer := LicenseAnswer{PlainAnswer: plain}
	if len(r.Faults) == 0 {
		answer.License = r.Text(obj, "", wire.Must("license", "", maxLicense))
	}
	return answer, r.Faults
}

// bitsOf is the key size that a reply names: anything but "2" is 256 (saas-production-interface A.1.4).
func bitsOf(obj map[string]any) Bits {
	if fmt.Sprint(obj["encryptType"]) == "2" {
		return AES128
	}
	return AES256
}

// openApp decrypts the credentials in place; one that does not open is a fault, and is gone.
func openApp(faults *wire.Faults, app *wire.AppInfo, key string, bits Bits, path string) {
	for _, f := range []struct {
		name  string
		value *string
	}{{"userName", &app.UserName}, {"password", &app.Password}} {
		if *f.value == "" {
			continue
		}
		plain, err := Decrypt(*f.value, key, bits)
		if err != nil {
			faults.Add(wire.Fault{Code: wire.FaultFieldNotEncrypted, Field: path + "." + f.name, Want: fmt.Sprintf("AES-%d", bits)})
		}
		*f.value = plain
	}
}
