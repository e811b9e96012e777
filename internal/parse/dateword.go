package parse

import (
	"slices"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// months are the names of the months as papers write them, lower case, without
// a full stop; accents may be left out. Each line is a language, or its short
// forms. Where two languages give one word two senses (listopada), the one that
// more feeds are written in has it.
var months = wordsOf(
	"january february march april may june july august september october november december",
	"jan feb mar apr may jun jul aug sep oct nov dec",
	"janu febr mrch aprl mai june july augu sept octo novm decm",
	"janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
	"janv févr mars avr mai juin juil août sept oct nov déc",
	"jan fév mar avr mai jun jui aoû sep oct nov déc",
	"januar februar märz april mai juni juli august september oktober november dezember",
	"jän feb mär apr mai jun jul aug sep okt nov dez",
	"jänner feber maerz apr mai jun jul aug sept okt nov dez",
	"jan feb mrz apr mai jun jul aug sep okt nov dez",
	"enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
	"ene feb mar abr may jun jul ago setiembre oct nov dic",
	"gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
	"gen feb mar apr mag giu lug ago set ott nov dic",
	"janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
	"jan fev mar abr mai jun jul ago set out nov dez",
	"gener febrer març abril maig juny juliol agost setembre octubre novembre desembre",
	"januari februari maart april mei juni juli augustus september oktober november december",
	"jan feb mrt apr mei jun jul aug sep okt nov dec",
	"januari februari mars april maj juni juli augusti september oktober november december",
	"januar februar marts april maj juni juli august september oktober november desember",
	"tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesäkuuta heinäkuuta elokuuta syyskuuta lokakuuta marraskuuta joulukuuta",
	"tammi helmi maalis huhti touko kesä heinä elo syys loka marras joulu",
	"stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",
	"sty lut mar kwi maj cze lip sie wrz paź lis gru",
	"ledna února března dubna května června července srpna září října listopadu prosince",
	"led úno bře dub kvě čvn čvc srp zář říj lis prosinec",
	"januára februára marca apríla mája júna júla augusta septembra októbra novembra decembra",
	"siječnja veljače ožujka travnja svibnja lipnja srpnja kolovoza rujna listopada studenoga prosinca",
	"januar februar mart april maj jun jul avgust septembar oktobar novembar decembar",
	"јануар фебруар март април мај јун јул август септембар октобар новембар децембар",
	"студзеня лютага сакавіка красавіка мая чэрвеня ліпеня жніўня верасня кастрычніка лістапада снежня",
	"jaanuar veebruar märts aprill mai juuni juuli august september oktoober november detsember",
	"janvāris februāris marts aprīlis maijs jūnijs jūlijs augusts septembris oktobris novembris decembris",
	"sausio vasario kovo balandžio gegužės birželio liepos rugpjūčio rugsėjo spalio lapkričio gruodžio",
	"janúar febrúar mars apríl maí júní júlí ágúst september október nóvember desember",
	"ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie",
	"ian feb mar apr mai iun iul aug sep oct noi dec",
	"ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık",
	"oca şub mar nis may haz tem ağu eyl eki kas ara",
	"januari februari maret april mei juni juli agustus september oktober november desember",
	"jan feb mar apr mei jun jul agt sep okt nov des",
	"января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
	"январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь",
	"янв фев мар апр май июн июл авг сен окт ноя дек",
	"янв февр мар апр мая июн июл авг сент окт нояб дек",
	"січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня",
	"януари февруари март април май юни юли август септември октомври ноември декември",
	"ιανουαρίου φεβρουαρίου μαρτίου απριλίου μαΐου ιουνίου ιουλίου αυγούστου σεπτεμβρίου οκτωβρίου νοεμβρίου δεκεμβρίου",
	"ιανουάριος φεβρουάριος μάρτιος απρίλιος μάιος ιούνιος ιούλιος αύγουστος σεπτέμβριος οκτώβριος νοέμβριος δεκέμβριος",
	"ιαν φεβ μάρ απρ μάι ιούν ιούλ αύγ σεπ οκτ νοέ δεκ",
	"január február március április május június július augusztus szeptember október november december",
	"jan febr márc ápr máj jún júl aug szept okt nov dec",
	"يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
	"جانفي فيفري مارس أفريل ماي جوان جويلية أوت سبتمبر أكتوبر نوفمبر ديسمبر",
	"يناير فبراير مارس أبريل ماي يونيو يوليوز غشت شتنبر أكتوبر نونبر دجنبر",
	"يناير شباط آذار نيسان أيار حزيران تموز آب أيلول أكتوبر نوفمبر ديسمبر",
	"يناير فبراير مارس أبريل مايو يونيه يوليه أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
	"جنوری فروری مارچ اپریل مئی جون جولائی اگست ستمبر اکتوبر نومبر دسمبر",
	"فروردین اردیبهشت خرداد تیر مرداد شهریور مهر آبان آذر دی بهمن اسفند",
	"حمل ثور جوزا سرطان اسد سنبله میزان عقرب قوس جدی دلو حوت",
	"farvardin ordibehesht khordad tir mordad shahrivar mehr aban azar dey bahman esfand",
	"ژانویه فوریه مارس آوریل مه ژوئن ژوئیه اوت سپتامبر اکتبر نوامبر دسامبر",
	"ژانویه فوریه مارس آپریل می ژوئن ژوئیه آگوست سپتامبر اکتبر نوامبر دسامبر",
	"בינואר בפברואר במרץ באפריל במאי ביוני ביולי באוגוסט בספטמבר באוקטובר בנובמבר בדצמבר",
	"ינואר פברואר מרץ אפריל מאי יוני יולי אוגוסט ספטמבר אוקטובר נובמבר דצמבר",
	"जनवरी फरवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर अक्टूबर नवंबर दिसंबर",
	"जनवरी फ़रवरी मार्च अप्रैल मई जून जुलाई अगस्त सितम्बर अक्तूबर नवम्बर दिसम्बर",
	"জানুয়ারি ফেব্রুয়ারি মার্চ এপ্রিল মে জুন জুলাই আগস্ট সেপ্টেম্বর অক্টোবর নভেম্বর ডিসেম্বর",
	"ม.ค ก.พ มี.ค เม.ย พ.ค มิ.ย ก.ค ส.ค ก.ย ต.ค พ.ย ธ.ค",
	"มกราคม กุมภาพันธ์ มีนาคม เมษายน พฤษภาคม มิถุนายน กรกฎาคม สิงหาคม กันยายน ตุลาคม พฤศจิกายน ธันวาคม",
)

// weekdays say nothing that the date does not.
var weekdays = wordsOf(
	"sunday monday tuesday wednesday thursday friday saturday",
	"sun mon tue wed thu fri sat",
	"sunda mond tues weds thur frid satu",
	"su mo tu we thurs fr sa",
	"dimanche lundi mardi mercredi jeudi vendredi samedi",
	"dim lun mar mer jeu ven sam",
	"sonntag montag dienstag mittwoch donnerstag freitag samstag sonnabend",
	"so mo di mi do fr sa",
	"domingo lunes martes miércoles jueves viernes sábado",
	"dom lun mar mié jue vie sáb",
	"domenica lunedì martedì mercoledì giovedì venerdì sabato",
	"dom lun mar mer gio ven sab",
	"domingo segunda terça quarta quinta sexta sábado feira",
	"dom seg ter qua qui sex sáb",
	"zondag maandag dinsdag woensdag donderdag vrijdag zaterdag",
	"zo ma di wo do vr za",
	"söndag måndag tisdag onsdag torsdag fredag lördag",
	"søndag mandag tirsdag onsdag torsdag fredag lørdag",
	"sunnuntai maanantai tiistai keskiviikko torstai perjantai lauantai",
	"su ma ti ke to pe la",
	"niedziela poniedziałek wtorek środa czwartek piątek sobota",
	"neděle pondělí úterý středa čtvrtek pátek sobota",
	"duminică luni marți miercuri joi vineri sâmbătă",
	"pazar pazartesi salı çarşamba perşembe cuma cumartesi",
	"paz pzt sal çar per cum cmt",
	"minggu senin selasa rabu kamis jumat sabtu",
	"воскресенье понедельник вторник среда четверг пятница суббота",
	"вс пн вт ср чт пт сб",
	"неділя понеділок вівторок середа четвер пʼятниця субота",
	"κυριακή δευτέρα τρίτη τετάρτη πέμπτη παρασκευή σάββατο",
	"κυρ δευ τρι τετ πεμ παρ σαβ",
	"vasárnap hétfő kedd szerda csütörtök péntek szombat",
	"الأحد الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت",
	"الأحد الإثنين الثلاثاء الاربعاء الخميس الجمعه السبت",
	"اتوار پیر منگل بدھ جمعرات جمعہ ہفتہ",
	"اتوار سوموار منگل بدھ جمعرات جمعہ ہفتہ",
	"یکشنبه دوشنبه سهشنبه چهارشنبه پنجشنبه جمعه شنبه",
	"ראשון שני שלישי רביעי חמישי שישי שבת",
	"रविवार सोमवार मंगलवार बुधवार गुरुवार शुक्रवार शनिवार",
)

// fillers are words between the parts of a date.
var fillers = wordsOf("of the at on de del le la las el a um uhr uur alle ore à às om kl klo den dne ob em às h hs hrs hours feira " +
	"y года г год р в о року ie st day date dated published posted created شائع o'clock clock the t بتاريخ في ساعت و ב ביום יום ء م ngày lúc στις الساعة تم بجے یک دو سه چهار پنج dst")

// meridiems say which half of the day it is.
var meridiems = map[string]int{
	"am": 0, "pm": 12, "오전": 0, "오후": 12, "午前": 0, "午後": 12, "上午": 0, "下午": 12, "晚上": 12,
	"ص": 0, "م": 12, "صباحا": 0, "صباحاً": 0, "مساء": 12, "مساءً": 12, "πμ": 0, "μμ": 12, "de": 0, "du": 12,
	"صبح": 0, "شام": 12, "رات": 12, "دوپہر": 12, "عصر": 12,
}

// zones are the names of zones in minutes east of UTC. Of a name that several
// zones share the one that news is dated in most often is meant: BST is
// British, CST and EST are American, IST is Indian. The single letters are
// those of RFC 822 §5.1.
var zones = map[string]int{
	"z": 0, "ut": 0, "uct": 0, "gtm": 0, "edst": -240, "utc": 0, "gmt": 0, "wet": 0, "west": 60, "bst": 60, "cet": 60, "cest": 120, "mez": 60, "mesz": 120, "hnec": 60,
	"met": 60, "mest": 120, "eet": 120, "eest": 180, "msk": 180, "мск": 180, "msd": 240, "trt": 180, "wat": 60, "cat": 120, "sast": 120,
	"eat": 180, "idt": 180, "ast": -240, "adt": -180, "est": -300, "edt": -240, "cst": -360, "cdt": -300, "mst": -420, "mdt": -360,
	"pst": -480, "pdt": -420, "at": -240, "et": -300, "ct": -360, "mt": -420, "pt": -480, "akst": -540, "akdt": -480, "hst": -600,
	"hast": -600, "hadt": -540, "nst": -210, "ndt": -150, "brt": -180, "brst": -120, "art": -180, "clt": -240, "clst": -180, "cot": -300,
	"pet": -300, "vet": -240, "gft": -180, "uyt": -180, "irst": 210, "irdt": 270, "gst": 240, "aft": 270, "pkt": 300, "pkst": 360, "uzt": 300,
	"yekt": 300, "ist": 330, "slst": 330, "npt": 345, "bdt": 360, "bdst": 360, "btt": 360, "mmt": 390, "ict": 420, "wib": 420, "novt": 420,
	"krat": 420, "wita": 480, "hkt": 480, "sgt": 480, "myt": 480, "pht": 480, "phst": 480, "awst": 480, "jst": 540, "kst": 540, "wit": 540,
	"acst": 570, "acdt": 630, "aest": 600, "aedt": 660, "vlat": 600, "chst": 600, "nzst": 720, "nzdt": 780, "sst": -660,
	"acwst": 525, "almt": 300, "amst": -180, "amt": -240, "anat": 720, "azost": 0, "azot": -60, "azst": 300, "azt": 240, "bjt": 480, "bnt": 480,
	"bot": -240, "chadt": 825, "chast": 765, "ckt": -600, "cvt": -60, "cxt": 420, "easst": -300, "ect": -300, "egst": 0, "egt": -60, "fjt": 720,
	"fkst": -180, "fnt": -120, "galt": -360, "gamt": -540, "get": 240, "gilt": 720, "gyt": -240, "hdt": -540, "hkst": 540, "hovt": 420,
	"irkst": 540, "irkt": 480, "kgt": 360, "kost": 660, "krast": 480, "lhdt": 660, "lhst": 630, "magst": 720, "magt": 660, "mht": 720, "mut": 240,
	"mvt": 300, "nct": 660, "nft": 660, "novst": 420, "nrt": 720, "omsst": 420, "omst": 360, "orat": 300, "pett": 720, "pgt": 600,
	"phot": 780, "pmdt": -120, "pmst": -180, "pont": 660, "pwt": 540, "pyst": -180, "pyt": -180, "ret": 240, "sakt": 660, "samst": 300,
	"samt": 240, "sbt": 660, "sct": 240, "sret": 660, "srt": -180, "taht": -600, "tjt": 300, "tkt": 780, "tlt": 540, "tmt": 300,
	"tvt": 720, "ulat": 480, "uyst": -120, "vlast": 660, "vut": 660, "wakt": 720, "wast": 120, "wft": 720, "wgst": -60, "wgt": -120,
	"wst": 480, "yakst": 600, "yakt": 540, "yekst": 360,
	"a": -60, "b": -120, "c": -180, "d": -240, "e": -300, "f": -360, "g": -420, "h": -480, "i": -540, "k": -600, "l": -660, "m": -720,
	"n": 60, "o": 120, "p": 180, "q": 240, "r": 300, "s": 360, "t": 420, "u": 480, "v": 540, "w": 600, "x": 660, "y": 720,
}

// everyday are the names under which America tells the time the whole year:
// whether summer time is meant is the date's to say.
var everyday = map[string]string{
	"et": "America/New_York", "ct": "America/Chicago", "mt": "America/Denver", "pt": "America/Los_Angeles", "at": "America/Halifax",
}

// wordsOf maps each word of each line to its place in the line, from 1, with
// its accents and without. The first sense of a word is kept.
func wordsOf(lines ...string) map[string]int {
	words := map[string]int{}
	for _, line := range lines {
		n := 0
		for word := range strings.FieldsSeq(line) {
			n++
			for _, spelling := range []string{word, unaccented(word)} {
				if words[spelling] == 0 {
					words[spelling] = n
				}
			}
		}
	}
	return words
}

// unaccented is a word without the marks on its letters.
func unaccented(word string) string {
	if isPlainASCII(word) {
		return word
	}
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, norm.NFD.String(word))
}

// monthOf is the number of a month by its name, also by an English one in which
// a letter or two are wrong ("Febuary"); 0 if it is none.
func monthOf(word string) int {
	if n := months[word]; n > 0 {
		return n
	}
	if n := months[unaccented(word)]; n > 0 {
		return n
	}
	if len(word) < 5 || !isPlainASCII(word) {
		return 0
	}
	for n, name := range strings.Fields("january february march april may june july august september october november december") {
		if word[0] == name[0] && (min(len(name), len(word)) > 5 && distance(word, name) <= 2 || isMixedUp(word, name)) {
			return n + 1
		}
	}
	return 0
}

// isMixedUp says that a word has the letters of another in another order.
func isMixedUp(word, name string) bool {
	a, b := []byte(word), []byte(name)
	slices.Sort(a)
	slices.Sort(b)
	return slices.Equal(a, b)
}

// weekdayOf is above zero for what is a weekday, or is meant to be one.
func weekdayOf(word string) int {
	if n := weekdays[word]; n > 0 {
		return n
	}
	if strings.HasSuffix(word, "day") && len(word) > 5 && strings.IndexByte("smtwf", word[0]) >= 0 {
		return 8
	}
	return weekdays[unaccented(word)]
}

// distance is how many letters tell two words in ASCII apart.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := diagonal
			if a[i] != b[j] {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}

// zone is a zone of some minutes east of UTC.
func zone(minutes int) *time.Location {
	return time.FixedZone("", minutes*60)
}
