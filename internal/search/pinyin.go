package search

import (
	"strings"
	"sync"

	"github.com/mozillazg/go-pinyin"
)

// phrases are words of business in which a character has not its most frequent reading.
var phrases = map[string]string{
	"银行": "yin hang", "央行": "yang hang", "行业": "hang ye", "行情": "hang qing", "同行": "tong hang", "行列": "hang lie", "商行": "shang hang",
	"投行": "tou hang", "总行": "zong hang", "分行": "fen hang", "支行": "zhi hang", "长期": "chang qi", "长城": "chang cheng", "长江": "chang jiang",
	"长沙": "chang sha", "长春": "chang chun", "时长": "shi chang", "特长": "te chang", "长度": "chang du", "延长": "yan chang", "专长": "zhuan chang",
	"长三角": "chang san jiao", "长尾": "chang wei", "重庆": "chong qing", "重复": "chong fu", "重新": "chong xin", "重组": "chong zu",
	"重构": "chong gou", "重置": "chong zhi", "去重": "qu chong", "查重": "cha chong", "音乐": "yin yue", "乐器": "yue qi", "声乐": "sheng yue",
	"会计": "kuai ji", "财会": "cai kuai", "调度": "diao du", "调查": "diao cha", "调研": "diao yan", "调用": "diao yong", "调拨": "diao bo",
	"协调": "xie tiao", "调解": "tiao jie", "调整": "tiao zheng", "调试": "tiao shi", "空调": "kong tiao", "调优": "tiao you", "传记": "zhuan ji",
	"效率": "xiao lv", "税率": "shui lv", "利率": "li lv", "汇率": "hui lv", "费率": "fei lv", "概率": "gai lv", "比率": "bi lv", "统率": "tong shuai",
	"参差": "cen ci", "盛装": "sheng zhuang", "西藏": "xi zang", "朝阳": "chao yang", "首都": "shou du", "都市": "du shi", "成都": "cheng du",
	"厦门": "xia men", "便宜": "pian yi", "弹性": "tan xing", "弹窗": "tan chuang", "分析": "fen xi", "部分": "bu fen", "角色": "jue se",
	"中标": "zhong biao", "投标": "tou biao", "量化": "liang hua", "供应": "gong ying", "应用": "ying yong", "数据": "shu ju", "归还": "gui huan",
	"差异": "cha yi", "出差": "chu chai", "差旅": "chai lv", "快递": "kuai di", "处理": "chu li", "处方": "chu fang", "间隔": "jian ge",
	"降级": "jiang ji", "和谐": "he xie", "切换": "qie huan", "解析": "jie xi", "区块链": "qu kuai lian", "大厦": "da sha", "提供": "ti gong",
	"的确": "di que", "供给": "gong ji", "给予": "ji yu", "积累": "ji lei", "模具": "mu ju", "模样": "mu yang", "单据": "dan ju", "称重": "cheng zhong",
	"校验": "jiao yan", "校对": "jiao dui", "校准": "jiao zhun", "称职": "chen zhi", "载入": "zai ru", "下载": "xia zai", "记载": "ji zai",
}

// others are second readings that people do type: a name is found by these too where no phrase says better.
var others = map[rune]string{
	'行': "hang", '长': "chang", '重': "chong", '乐': "yue", '会': "kuai", '调': "diao", '率': "shuai", '差': "chai", '校': "jiao",
	'朝': "zhao", '都': "du", '弹': "tan", '藏': "zang", '和': "huo", '处': "chu", '绿': "lu", '女': "nu", '旅': "lu", '律': "lu", '吕': "lu", '铝': "lu",
}

const maxPhrase = 3 // characters

// reader knows how characters are read. It keeps what it has looked up.
type reader struct {
	mu    sync.Mutex
	known map[rune]string
	args  pinyin.Args
}

func newReader() *reader { return &reader{known: map[rune]string{}, args: pinyin.NewArgs()} }

// syllable is the most frequent reading of a character; "" for what is not Chinese.
func (p *reader) syllable(r rune) string {
	p.mu.Lock()
	defer p.mu.Unlock()
	s, ok := p.known[r]
	if !ok {
		if read := pinyin.SinglePinyin(r, p.args); len(read) > 0 {
			s = strings.ToLower(read[0])
		}
		p.known[r] = s
	}
	return s
}

// readings are the syllables of a run, first as it is most likely read, then with the second readings of the characters
// that no phrase explains, where there are any.
func (p *reader) readings(run string) [][]string {
	runes := []rune(run)
	first, second := make([]string, len(runes)), make([]string, len(runes))
	differ := false
	for i := 0; i < len(runes); {
		if n := phrase(runes[i:], first[i:]); n > 0 {
			i += copy(second[i:], first[i:i+n])
			continue
		}
		first[i] = p.syllable(runes[i])
		if first[i] == "" {
			return nil // Japanese, Korean
		}
		second[i] = first[i]
		if other, ok := others[runes[i]]; ok {
			second[i], differ = other, true
		}
		i++
	}
	if !differ {
		return [][]string{first}
	}
	return [][]string{first, second}
}

// phrase writes the syllables of the longest phrase that the runes begin with and says how many it has.
func phrase(runes []rune, into []string) int {
	for n := min(maxPhrase, len(runes)); n > 1; n-- {
		if read, ok := phrases[string(runes[:n])]; ok {
			return copy(into, strings.Fields(read))
		}
	}
	return 0
}

const maxSyllables = 6 // of a part of a name that is found by its pinyin alone

// soundTerms are the pinyin and the initials of every part of the names, from two syllables on.
func (p *reader) soundTerms(names ...string) (full, initials []string) {
	seenFull, seenInitials := map[string]bool{}, map[string]bool{}
	for _, name := range names {
		for _, t := range tokens(name) {
			if !t.Dense {
				continue
			}
			for _, syllables := range p.readings(t.Text) {
				for from := range syllables {
					var sound, letters strings.Builder
					for n, s := range syllables[from:] {
						sound.WriteString(s)
						letters.WriteByte(s[0])
						if n == 0 || n >= maxSyllables && from+n != len(syllables)-1 {
							continue
						}
						if f := sound.String(); !seenFull[f] && len(f) <= maxTermBytes {
							seenFull[f] = true
							full = append(full, f)
						}
						if l := letters.String(); !seenInitials[l] {
							seenInitials[l] = true
							initials = append(initials, l)
						}
					}
				}
			}
		}
	}
	return full, initials
}
