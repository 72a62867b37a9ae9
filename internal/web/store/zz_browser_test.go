package store_test

import (
	"context"
	"fmt"
	"os"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

func do[T any](t *testing.T, ctx context.Context, a chromedp.Action[T]) T {
	v, err := chromedp.Run(ctx, a)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestBrowser(t *testing.T) {
	if os.Getenv("BROWSER") == "" {
		t.Skip()
	}
	opts := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.NoSandbox, chromedp.DisableGPU, chromedp.Flag("disable-quic", true), chromedp.WindowSize(1440, 1500))
	ctx, cancel := chromedp.NewExecAllocator(context.Background(), opts...)
	defer cancel()
	ctx, cancel = chromedp.NewContext(ctx)
	defer cancel()
	ctx, cancel = context.WithTimeout(ctx, 60*time.Second)
	defer cancel()
	do(t, ctx, chromedp.Navigate(os.Getenv("BROWSER")))
	fmt.Println(do(t, ctx, chromedp.Text("#quote")))
	do(t, ctx, chromedp.Click("input[name=sku]:not(:checked)"))
	time.Sleep(time.Second)
	do(t, ctx, chromedp.SetValue("#f-periods", ""))
	do(t, ctx, chromedp.SendKeys("#f-periods", "2"))
	time.Sleep(time.Second)
	fmt.Println(do(t, ctx, chromedp.Text("#quote")), "|", do(t, ctx, chromedp.Text("#f-periods-help")), "|", do(t, ctx, chromedp.Value("input[name=expect]")),
		do(t, ctx, chromedp.Evaluate[string]("document.activeElement.id")))
	do(t, ctx, chromedp.SendKeys("#f-periods", "9"))
	time.Sleep(time.Second)
	os.WriteFile("/tmp/storehero/br.png", do(t, ctx, chromedp.FullScreenshot(100)), 0o644)
}
