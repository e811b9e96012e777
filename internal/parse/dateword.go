package parse

import (
	"strings"
	"time"
)

// months are the names of the months as papers write them, lower case,
// without a full stop. Each line is a language.
var months = wordsOf(
	"january february march april may june july august september october november december",
	"jan feb mar apr may jun jul aug sep oct nov dec",
	"janu febr mrch aprl mai june july augu sept octo novm decm",
	"janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
	"janv févr mars avr mai juin juil août sept oct nov déc",
	"janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre",
	"januar februar märz april mai juni juli august september oktober november dezember",
	"jän feb mär apr mai jun jul aug sep okt nov dez",
	"jänner feber mrz apr mai jun jul aug sept okt nov dez",
	"enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
	"ene feb mar abr may jun jul ago set oct nov dic",
	"gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
	"gen feb mar apr mag giu lug ago set ott nov dic",
	"janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
	"jan fev mar abr mai jun jul ago set out nov dez",
	"januari februari maart april mei juni juli augustus september oktober november december",
	"jan feb mrt apr mei jun jul aug sep okt nov dec",
	"января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
	"январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь",
	"янв фев мар апр май июн июл авг сен окт ноя дек",
	"ιανουαρίου φεβρουαρίου μαρτίου απριλίου μαΐου ιουνίου ιουλίου αυγούστου σεπτεμβρίου οκτωβρίου νοεμβρίου δεκεμβρίου",
	"ιαν φεβ μαρ απρ μαι ιουν ιουλ αυγ σεπ οκτ νοε δεκ",
	"ιαν φεβ μάρ απρ μάι ιούν ιούλ αύγ σεπ οκτ νοέ δεκ",
	"január február március április május június július augusztus szeptember október november december",
	"januar februar marcius aprilis majus junius julius augusztus szeptember oktober november december",
	"يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
	"جنوری فروری مارچ اپریل مئی جون جولائی اگست ستمبر اکتوبر نومبر دسمبر",
)

// weekdays say nothing that the date does not.
var weekdays = wordsOf(
	"sunday monday tuesday wednesday thursday friday saturday",
	"sun mon tue wed thu fri sat",
	"sunda mond tues weds thur frid satu",
	"su mo tu we thurs fr sa",
	"dimanche lundi mardi mercredi jeudi vendredi samedi",
	"dim lun mar mer jeu ven sam",
	"sonntag montag dienstag mittwoch donnerstag freitag samstag",
	"so mo di mi do fr sa",
	"domingo lunes martes miércoles jueves viernes sábado",
	"dom lun mar mié jue vie sáb",
	"domenica lunedì martedì mercoledì giovedì venerdì sabato",
	"dom lun mar mer gio ven sab",
	"domingo segunda terça quarta quinta sexta sábado",
	"dom seg ter qua qui sex sáb",
	"zondag maandag dinsdag woensdag donderdag vrijdag zaterdag",
	"zo ma di wo do vr za",
	"воскресенье понедельник вторник среда четверг пятница суббота",
	"вс пн вт ср чт пт сб",
	"κυριακή δευτέρα τρίτη τετάρτη πέμπτη παρασκευή σάββατο",
	"κυρ δευ τρι τετ πεμ παρ σαβ",
	"vasárnap hétfő kedd szerda csütörtök péntek szombat",
	"일요일 월요일 화요일 수요일 목요일 금요일 토요일",
	"الأحد الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت",
	"اتوار پیر منگل بدھ جمعرات جمعہ ہفتہ",
)

// fillers are words between the parts of a date.
var fillers = wordsOf("of the at on de del le la um uhr alle ore à às om klo feira y года г year o'clock hrs the, t")

// meridiems say which half of the day it is.
var meridiems = map[string]int{"am": 0, "a.m": 0, "pm": 12, "p.m": 12, "오전": 0, "오후": 12, "ص": 0, "م": 12}

// zones are the names of zones in minutes east of UTC. Of a name that several
// zones share the one that news is dated in most often is meant: BST is
// British, CST and EST are American, IST is Indian.
var zones = map[string]int{
	"z": 0, "ut": 0, "utc": 0, "gmt": 0, "wet": 0, "west": 60, "bst": 60, "cet": 60, "cest": 120, "mez": 60, "mesz": 120,
	"met": 60, "mest": 120, "eet": 120, "eest": 180, "msk": 180, "msd": 240, "trt": 180, "wat": 60, "cat": 120, "sast": 120, "eat": 180,
	"ast": -240, "adt": -180, "est": -300, "edt": -240, "cst": -360, "cdt": -300, "mst": -420, "mdt": -360, "pst": -480, "pdt": -420,
	"at": -240, "et": -300, "ct": -360, "mt": -420, "pt": -480, "akst": -540, "akdt": -480, "hst": -600, "hast": -600, "hadt": -540,
	"nst": -210, "ndt": -150, "brt": -180, "brst": -120, "art": -180, "clt": -240, "clst": -180, "cot": -300, "pet": -300,
	"irst": 210, "gst": 240, "pkt": 300, "ist": 330, "npt": 345, "bdt": 360, "bdst": 360, "mmt": 390, "ict": 420, "wib": 420, "wita": 480,
	"hkt": 480, "sgt": 480, "myt": 480, "pht": 480, "awst": 480, "jst": 540, "kst": 540, "wit": 540,
	"acst": 570, "acdt": 630, "aest": 600, "aedt": 660, "nzst": 720, "nzdt": 780,
}

// wordsOf maps each word of each line to its place in the line, from 1.
func wordsOf(lines ...string) map[string]int {
	words := map[string]int{}
	for _, line := range lines {
		n := 0
		for word := range strings.FieldsSeq(line) {
			n++
			words[word] = n
		}
	}
	return words
}

// zone is a zone of some minutes east of UTC.
func zone(minutes int) *time.Location {
	return time.FixedZone("", minutes*60)
}
