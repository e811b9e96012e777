package digest

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// kindWords are the words by which papers file what is not plain news, in the
// form of wordKey. They count as a whole category, a whole folder of an
// address, and as a mark at either end of a title.
var kindWords = keyed(map[Kind]string{
	Editorial: `editorial editorials leader leaders leading-article leading-articles our-view our-views editorial-board edito editos
		leitartikel editoriales editoriais editoriale editoriali hoofdredactioneel hoofdcommentaar ledare lederartikel
		lederartikler paakirjoitus paakirjoitukset basyazi vezercikk редакционная передовица передовая 社説 社论 社論 사설 संपादकीय सम्पादकीय
		সম্পাদকীয় اداریہ اداریے سرمقاله افتتاحية الافتتاحية`,
	Opinion: `opinion opinions op-ed op-eds oped opeds column columns columnist columnists comment commentary commentaries
		commentisfree comment-is-free thoughts viewpoint viewpoints views perspective perspectives voices blogs guest-column guest-columns
		tribune tribunes idees point-de-vue points-de-vue chronique chroniques meinung meinungen kommentar kommentare kolumne kolumnen
		gastbeitrag gastkommentar opiniones columna columnas columnistas tribuna tribunas opinioni commenti commento opinie opinies
		opiniao coluna colunas colunistas komentarze felietony publicystyka nazory komentare velemeny мнение мнения колонка колонки
		opini kolom yazarlar kose-yazilari gorus gorusler γνωμη γνωμες αποψεις debatt kronikk kommentarer meninger kolumnit
		کالم کالمز رأي الرأي آراء مقالات-الرأي دیدگاه یادداشت विचार オピニオン コラム 评论 評論 观点 觀點 칼럼 오피니언 דעות`,
	Letter: `letter letters brief-letters letter-to-the-editor letters-to-the-editor letters-to-editor readers-letters your-letters
		leserbrief leserbriefe courrier-des-lecteurs cartas cartas-al-director cartas-dos-leitores lettere lettere-al-direttore
		brieven ingezonden-brieven insandare lasarbrev leserinnlegg письма-читателей مراسلات ایڈیٹر-کے-نام-خطوط رسائل-القراء`,
	Analysis: `analysis analyses news-analysis explainer explainers explained analyse analysen hintergrund analisis analise analisi
		decryptage decryptages analyysi analiza analizy аналитика анализ analiz تجزیہ تجزیے تحلیل تحليل تحليلات विश्लेषण 分析 解説 분석`,
	Review: `review reviews film-review film-reviews movie-review movie-reviews book-review book-reviews music-reviews album-reviews
		tv-reviews theatre-reviews theater-reviews restaurant-reviews game-reviews rezension rezensionen filmkritik buchkritik critiques
		resena resenas recensione recensioni recensie recensies resenha resenhas recension recensioner рецензия рецензии تبصرہ تبصرے`,
	Live: `live liveblog liveblogs live-blog live-blogs live-updates live-update live-coverage live-news-blog live-blog-update liveticker
		en-vivo en-direct ao-vivo diretta in-diretta minuto-a-minuto`,
	Other: `horoscope horoscopes horoskop horoscopo horoscopos oroscopo crossword crosswords puzzle puzzles sudoku quiz quizzes cartoon
		cartoons comics comic-strips lottery lottery-results tv-listings tv-guide classifieds death-notices prayer-timings advertorial
		advertorials sponsored sponsored-content partner-content paid-content paid-post brandvoice`,
})

// vague words file items in an address, where they stand among other folders.
// As a category or as the title of a feed they may mean something else: the
// leaders of the world, the paper's own name, what to watch tonight.
var vague = setOf(`leader leaders live tribune tribunes voices blogs thoughts perspective perspectives views debatt idees`)

// heads are the words that make a folder of several words one of views:
// "china-opinion", "opinion-columns", "explained-global".
var heads = setOf(`opinion opinions oped opinie opinion editorial editorials columnists commentary explained explainers`)

func keyed(lists map[Kind]string) map[string]Kind {
	words := map[string]Kind{}
	for kind, list := range lists {
		for _, word := range strings.Fields(list) {
			words[wordKey(word)] = kind
		}
	}
	return words
}

func setOf(list string) map[string]bool {
	set := map[string]bool{}
	for _, word := range strings.Fields(list) {
		set[wordKey(word)] = true
	}
	return set
}

// kindWord is the kind that a word or a fixed phrase stands for, if any.
func kindWord(word string) Kind { return kindWords[wordKey(word)] }

// filingWord is kindWord without the vague ones.
func filingWord(word string) Kind {
	if key := wordKey(word); !vague[key] {
		return kindWords[key]
	}
	return ""
}

// folderWord is the kind for which a folder of an address stands.
func folderWord(folder string) Kind {
	key := wordKey(folder)
	if kind := kindWords[key]; kind != "" {
		return kind
	}
	first, _, several := strings.Cut(key, "-")
	if !several {
		return ""
	}
	if last := key[strings.LastIndexByte(key, '-')+1:]; heads[last] {
		return kindWords[last]
	}
	if heads[first] {
		return kindWords[first]
	}
	return ""
}

// wordKey is a word or phrase in the one form in which it is looked up: lower
// case, without accents and vowel points, with hyphens for spaces.
func wordKey(text string) string {
	text = strings.TrimSpace(text)
	if len(text) > 60 {
		return ""
	}
	var key strings.Builder
	latin := false
	if !isASCII(text) {
		text = norm.NFD.String(text)
	}
	for _, r := range text {
		switch {
		case unicode.IsSpace(r) || r == '_' || r == '-' || r == '‐' || r == '\u200c':
			key.WriteByte('-')
		case unicode.Is(unicode.Mn, r) && latin:
		case r == 'ı':
			key.WriteByte('i')
		default:
			latin = r < unicode.MaxASCII || unicode.In(r, unicode.Latin, unicode.Greek)
			key.WriteRune(unicode.ToLower(r))
		}
	}
	return norm.NFC.String(key.String())
}

func isASCII(text string) bool {
	return strings.IndexFunc(text, func(r rune) bool { return r > unicode.MaxASCII }) < 0
}
