package saasv2_test

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/souk-market/souk/internal/wire"
	"github.com/souk-market/souk/internal/wire/saasv2"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// The key, time and nonce of the worked example of saas-production-interface B.1.2.
const (
	exampleKey       = "a1b2c3d4e5f60718293a4b5c6d7e8f90"
	exampleTime      = int64(1680508066618)
	exampleNonce     = "50D83FDECAED6CCD8EF597F2A577950527928BA287D04E6036E92B2806FD17DA"
	exampleBody      = `{"activity":"newInstance","businessId":"87b94795-0603-4e24-8ae5-69420d60e3c8","orderId":"CS2211181819B4LVS","orderLineId":"CS2211181819B4LVS-000001","testFlag":"1"}`
	exampleSignature = "A484502A976ADF6CF31EA8E0348BFB6B9EA3D9B41E6248FF13DD5B8A6FC884F2"
)

func decodeRequest(t *testing.T, activity string, text []byte) saasv2.Request {
	t.Helper()
	decode := func(into any) {
		t.Helper()
		if err := json.Unmarshal(text, into); err != nil {
			t.Fatal(err)
		}
	}
	switch wire.Activity(activity) {
	case saasv2.NewInstance:
		return decodeInto[saasv2.NewInstanceRequest](decode)
	case saasv2.QueryInstance:
		return decodeInto[saasv2.QueryInstanceRequest](decode)
	case saasv2.RefreshInstance:
		return decodeInto[saasv2.RefreshInstanceRequest](decode)
	case saasv2.UpdateInstanceStatus:
		return decodeInto[saasv2.UpdateInstanceStatusRequest](decode)
	case saasv2.ReleaseInstance:
		return decodeInto[saasv2.ReleaseInstanceRequest](decode)
	case saasv2.UpgradeInstance:
		return decodeInto[saasv2.UpgradeInstanceRequest](decode)
	case saasv2.ChangeInstanceCheck:
		return decodeInto[saasv2.ChangeInstanceCheckRequest](decode)
	case saasv2.OrderNotify:
		return decodeInto[saasv2.OrderNotifyRequest](decode)
	}
	t.Fatalf("unknown activity %q", activity)
	return nil
}

func decodeInto[R saasv2.Request](decode func(any)) saasv2.Request {
	var r R
	decode(&r)
	return r
}

// A golden file holds a request, the exact bytes that are sent for it, their signature and the signed address.
func TestRequestsAreEncodedAndSignedAsInTheGoldenFiles(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/requests/*.txtar")
	if err != nil || len(files) < len(saasv2.Activities()) {
		t.Fatalf("golden files: %v, %v", files, err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			t.Parallel()
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			part := map[string]*txtar.File{}
			for i := range archive.Files {
				part[archive.Files[i].Name] = &archive.Files[i]
			}
			activity := strings.TrimSpace(string(part["activity"].Data))
			request := decodeRequest(t, activity, part["request"].Data)
			if faults := request.Validate(); len(faults) > 0 {
				t.Fatalf("request is not valid: %v", faults)
			}
			if got := string(request.Activity()); got != activity {
				t.Fatalf("activity %q, want %q", got, activity)
			}
			body := request.Encode()
			address, err := saasv2.SignedURL("https://isv.example.com/produce", exampleKey, exampleNonce, exampleTime, body)
			if err != nil {
				t.Fatal(err)
			}
			got := map[string]string{
				"body": string(body), "url": address,
				"signature": saasv2.Sign(exampleKey, exampleNonce, exampleTime, body),
			}
			for name, text := range got {
				if *update {
					part[name].Data = []byte(text + "\n")
				} else if diff := cmp.Diff(strings.TrimSuffix(string(part[name].Data), "\n"), text); diff != "" {
					t.Errorf("%s (-golden +got):\n%s", name, diff)
				}
			}
			if *update {
				if err := os.WriteFile(file, txtar.Format(archive), 0o644); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

func TestTheWorkedExampleOfTheSpecificationHolds(t *testing.T) {
	t.Parallel()
	request := saasv2.NewInstanceRequest{
		OrderID: "CS2211181819B4LVS", OrderLineID: "CS2211181819B4LVS-000001",
		BusinessID: "87b94795-0603-4e24-8ae5-69420d60e3c8", Test: true,
	}
	if got := string(request.Encode()); got != exampleBody {
		t.Errorf("body\n got %s\nwant %s", got, exampleBody)
	}
	if got := saasv2.Sign(exampleKey, exampleNonce, exampleTime, request.Encode()); got != exampleSignature {
		t.Errorf("signature\n got %s\nwant %s", got, exampleSignature)
	}
}
