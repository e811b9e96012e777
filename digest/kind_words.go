package digest

import (
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// kindWords are the words by which papers file what is not plain news, in the
// form of wordKey. They count as a whole category, a whole folder of an
// address, and as a mark at either end of a title. Languages follow each other
// by script; those without a Latin script stand in their own and, where papers
// use it in addresses, in Latin letters.
var kindWords = keyed(map[Kind]string{
	Editorial: `editorial editorials leader leaders leading-article leading-articles leader-comment our-view our-views our-opinion our-say
		editorial-board editorial-comment editorial-view todays-editorial
		editoriales nuestra-opinion editorial-del-dia editoriais nossa-opiniao edito editos editoriaux l'edito l'editorial
		editoriale editoriali l'editoriale leitartikel hoofdredactioneel hoofdredactioneel-commentaar hoofdcommentaar ledare ledarsidan
		leder ledere lederartikel lederartikler paakirjoitus paakirjoitukset leiðari leiðarar forystugrein juhtkiri juhtkirjad
		ievadraksts vedamasis od-redakcji uvodnik uvodnici uvodniky vezercikk vezercikkek basyazi bas-yazi tahariri tajuk tajuk-rencana
		xa-luan editoryal κυριο-αρθρο редакционная редакционная-статья от-редакции передовая передовица редакційна від-редакції передовиця
		уводник редакционен խմբագրական افتتاحية الافتتاحية كلمة-العدد سرمقاله اداریہ اداریے سرلیکنه דבר-המערכת מאמר-מערכת
		संपादकीय सम्पादकीय अग्रलेख সম্পাদকীয় ਸੰਪਾਦਕੀ તંત્રીલેખ தலையங்கம் సంపాదకీయం ಸಂಪಾದಕೀಯ മുഖപ്രസംഗം කතුවැකිය บทบรรณาธิการ ርዕሰ-አንቀጽ
		社説 社论 社論 社评 社評 사설 shasetsu shelun saseol sasul sampadakiya sompadokiyo idaria idariya`,
	Opinion: `opinion opinions op-ed op-eds oped opeds column columns columnist columnists comment commentary commentaries commentators
		commentisfree comment-is-free thoughts viewpoint viewpoints views perspective perspectives voices blogs thinkpiece thinkpieces
		guest-column guest-columns guest-columnist guest-columnists guest-essay guest-essays guest-opinion guest-opinions guest-commentary
		guest-view guest-views guest-voices point-of-view talking-point
		opiniones columna columnas columnistas tribuna tribunas tribuna-abierta tribuna-libre punto-de-vista puntos-de-vista articulistas
		articulos-de-opinion opinio iritzia iritziak opiniao coluna colunas colunistas ponto-de-vista tendencias-debates artigos-de-opiniao
		tribune tribunes tribune-libre tribunes-libres idees debats point-de-vue points-de-vue chronique chroniques chroniqueurs
		carte-blanche cartes-blanches libre-opinion billet-d'humeur opinioni l'opinione commenti commento punto-di-vista punti-di-vista
		meinung meinungen kommentar kommentare kolumne kolumnen kolumnisten gastbeitrag gastbeitrage gastkommentar gastkommentare
		standpunkt standpunkte meinung-und-debatte opinie opinies commentaar menings
		debatt debattartikel debat kronika kronikor kronikk kronikker kronik kronikken kroniken kommentarer meninger ytring ytringer
		synspunkt klumme klummer kolumn kolumner kolumnit kolumni mielipide mielipiteet kommentit vieraskyna nakokulma skoðun pistlar
		arvamus arvamused viedoklis viedokli nuomone nuomones opinia komentarz komentarze felieton felietony publicystyka
		punkt-widzenia nazor nazory komentar komentare sloupky mnenje mnenja misljenje misljenja kolumna kolumnisti komentari
		velemeny velemenyek publicisztika opinii punct-de-vedere puncte-de-vedere opinione opinjoni
		yazarlar kose-yazisi kose-yazilari kose-yazarlari gorus gorusler opini kolom kolumnis pendapat opinyon goc-nhin y-kien
		quan-diem maoni ra'ayi aragti
		γνωμη γνωμες αποψη αποψεις αρθρογραφια apopsi apopseis gnomes
		мнение мнения колонка колонки колумнисты точка-зрения авторские-колонки думка думки погляд погляди мишљење мишљења колумне
		мислења меркаванне mnenie mneniya mnenia kolonki dumky
		رأي الرأي آراء اراء مقالات-الرأي مقالات-رأي وجهات-نظر وجهة-نظر أعمدة مقالات کالم کالمز رائے نقطہ-نظر دیدگاه دیدگاه-ها یادداشت
		یادداشت-ها maqalat דעות דעה טורים טור-אישי
		विचार नज़रिया नजरिया दृष्टिकोण अभिमत मत-विमत মতামত কলাম উপসম্পাদকীয় মুক্তমত ਵਿਚਾਰ અભિપ્રાય கருத்து అభిప్రాయం ಅಭಿಪ್ರಾಯ ಅಂಕಣ
		അഭിപ്രായം අදහස් คอลัมน์ คอลัมนิสต์ ทัศนะ አስተያየት motamot muktomot vichar nazariya
		オピニオン コラム 論説 评论 評論 观点 觀點 时评 時評 专栏 專欄 칼럼 오피니언 기고 시론 논평 pinglun guandian`,
	Letter: `letter letters brief-letters letter-to-the-editor letters-to-the-editor letters-to-editor readers-letters your-letters
		letters-from-readers reader-letters postbag
		cartas cartas-al-director cartas-a-la-directora cartas-de-los-lectores cartas-de-lectores cartas-del-lector correo-de-lectores
		correo-del-lector cartes-al-director cartes-dels-lectors cartas-dos-leitores cartas-de-leitores carta-do-leitor cartas-ao-diretor
		painel-do-leitor courrier-des-lecteurs courriers-des-lecteurs courrier-lecteurs lettres-des-lecteurs
		lettere lettere-al-direttore lettera-al-direttore posta-dei-lettori leserbrief leserbriefe leserpost briefe-an-die-redaktion
		brieven lezersbrief lezersbrieven ingezonden-brief ingezonden-brieven insandare lasarbrev læserbrev læserbreve leserbrev
		leserinnlegg lukijalta lukijoilta lukijan-mielipide yleisonosasto mielipidekirjoitukset listy-do-redakcji listy-czytelnikow
		dopisy-ctenaru listy-citatelov pisma-bralcev pisma-citatelja pisma-citalaca olvasoi-level olvasoi-levelek scrisori-de-la-cititori
		okur-mektuplari okuyucu-mektuplari surat-pembaca suara-pembaca barua-za-wasomaji επιστολες επιστολες-αναγνωστων
		письма-читателей письма-в-редакцию листи-читачів листи-до-редакції писма-от-читатели رسائل-القراء بريد-القراء نامه-های-خوانندگان
		مراسلات ایڈیٹر-کے-نام-خطوط ایڈیٹر-کی-ڈاک מכתבים-למערכת संपादक-के-नाम-पत्र पाठकों-के-पत्र চিঠিপত্র পাঠকের-চিঠি
		読者の声 投書 读者来信 讀者來信 讀者投書 독자투고 독자-투고`,
	Analysis: `analysis analyses news-analysis explainer explainers explained analyse analysen hintergrund hintergrunde analisis analise
		analises analisi decryptage decryptages eclairage eclairages achtergrond analys analyser analyysi analyysit analuus analiza analizy
		analize analyza analyzy elemzes elemzesek analiz analizler analisa phan-tich uchambuzi αναλυση αναλυσεις
		аналитика анализ анализи аналітика аналіз تجزیہ تجزیے تحلیل تحليل تحليلات פרשנות विश्लेषण বিশ্লেষণ บทวิเคราะห์ 分析 解説 解读 解讀 분석 해설`,
	Review: `review reviews film-review film-reviews movie-review movie-reviews book-review book-reviews music-reviews album-reviews
		tv-reviews theatre-reviews theater-reviews restaurant-reviews game-reviews rezension rezensionen filmkritik buchkritik critiques
		resena resenas recensione recensioni recensie recensies resenha resenhas recension recensioner anmeldelse anmeldelser
		arvostelu arvostelut recenzja recenzje recenze recenzija recenzije recenzie recenzii resensi ulasan diem-sach
		рецензия рецензии рецензія рецензії تبصرہ تبصرے مراجعات 書評 书评 影评 影評 レビュー 서평 리뷰`,
	Live: `live liveblog liveblogs live-blog live-blogs live-updates live-update live-coverage live-news-blog live-blog-update liveticker
		live-ticker en-vivo en-directo en-direct en-directe ao-vivo em-direto diretta in-diretta minuto-a-minuto na-zywo relacja-na-zywo
		online-prenos canli-anlatim canli-blog онлайн-трансляция تغطية-مباشرة تغطية-حية
		لائیو لائیو-بلاگ لائیو-اپڈیٹ لائیو-اپڈیٹس براہ-راست لمحہ-بہ-لمحہ`,
	Other: `horoscope horoscopes horoskop horoskopy horoskooppi horoscopo horoscopos oroscopo burclar zodiak ramalan-zodiak tu-vi
		гороскоп гороскопы αστρολογια ζωδια أبراج الأبراج حظك-اليوم राशिफल রাশিফল ดูดวง 星座 占い 星占い 운세 오늘의-운세
		crossword crosswords crucigrama crucigramas mots-croises kreuzwortratsel cruciverba puzzle puzzles sudoku pasatiempos
		quiz quizzes cartoon cartoons comics comic-strips lottery lottery-results lottozahlen loterias tv-listings tv-guide classifieds
		death-notices esquelas necrologie todesanzeigen prayer-timings advertorial advertorials sponsored sponsored-content partner-content
		paid-content paid-post brandvoice branded-content contenido-patrocinado publirreportaje conteudo-patrocinado publieditorial
		contenu-sponsorise publireportage partnercontent на-правах-рекламы`,
})

// vague words file items in an address, where they stand among other folders.
// As a category or as the title of a feed they may mean something else: the
// leaders of the world, leather, the paper's own name, what to watch tonight, or
// in Arabic simply articles.
var vague = setOf(`leader leaders leder ledere live tribune tribunes voices blogs thoughts perspective perspectives views debatt debat
	debats idees standpunkt standpunkte arvamus kronika tajuk مقالات maqalat विचार vichar ਵਿਚਾਰ கருத்து pendapat maoni komentari`)

// heads are the words that make a folder of several words one of views:
// "china-opinion", "opinion-columns", "explained-global".
var heads = setOf(`opinion opinions oped opinie opiniao opinioni editorial editorials columnists commentary explained explainers`)

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

// filingWord is kindWord without the vague ones, and without what stands around
// a tag ("#Opinion").
func filingWord(word string) Kind {
	if key := wordKey(strings.Trim(word, " #:*•.")); !vague[key] {
		return kindWords[key]
	}
	return ""
}

// bothSigns join the words of a double heading: "Editorials & Opinion".
var bothSigns = regexp.MustCompile(`\s*[&+,/]\s*|\s+(?i:and|y|e|et|und|en|og|och|i|ve|và|و|اور|и|та)\s+`)

// argues are the kinds that papers put under one heading.
var argues = map[Kind]bool{Opinion: true, Editorial: true, Letter: true, Analysis: true}

// headingWord is filingWord for a heading that may name several kinds: all the
// same, or views of more than one sort, and what goes with them.
func headingWord(heading string) Kind {
	kind := filingWord(heading)
	if kind != "" || len(heading) > 60 || strings.Count(heading, " ") < 2 && !strings.ContainsAny(heading, "&+,/") {
		return kind
	}
	parts := bothSigns.Split(heading, -1)
	both := kindWord(parts[0])
	for _, part := range parts[1:] {
		switch kind := kindWord(part); {
		case kind == both:
		case argues[kind] && argues[both]:
			both = Opinion
		default:
			return ""
		}
	}
	if len(parts) == 1 {
		return ""
	}
	return both
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
		case unicode.Is(unicode.Mn, r) && latin, r >= '\u064b' && r <= '\u0652': // accents, and the vowels of Arabic
		case r == '’':
			key.WriteByte('\'')
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
