package auth

import "strings"

// marks of browsers and systems in a User-Agent, in the order in which they decide: most browsers also name those that
// they descend from.
var (
	browserMarks = [][2]string{{"MicroMessenger/", "WeChat"}, {"Edg", "Edge"}, {"OPR/", "Opera"}, {"SamsungBrowser/", "Samsung Internet"},
		{"Firefox/", "Firefox"}, {"FxiOS/", "Firefox"}, {"HeadlessChrome/", "Chrome"}, {"CriOS/", "Chrome"}, {"Chrome/", "Chrome"}, {"Safari/", "Safari"}, {"curl/", "curl"}}
	systemMarks = [][2]string{{"OpenHarmony", "HarmonyOS"}, {"HarmonyOS", "HarmonyOS"}, {"Android", "Android"}, {"iPhone", "iPhone"}, {"iPad", "iPad"},
		{"Windows", "Windows"}, {"Macintosh", "macOS"}, {"CrOS", "ChromeOS"}, {"Linux", "Linux"}}
)

// device says what a User-Agent seems to be; "" for what nobody knows. People recognise their own devices by it; it
// proves nothing.
func device(agent string) (browser, system string) {
	return named(browserMarks, agent), named(systemMarks, agent)
}

func named(marks [][2]string, agent string) string {
	for _, m := range marks {
		if strings.Contains(agent, m[0]) {
			return m[1]
		}
	}
	return ""
}
