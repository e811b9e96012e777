package templates

import (
	"fmt"
	"strings"
	"time"

	"golang.org/x/text/language"

	"broadsheet/digest"
)

// words is the furniture of one language: every word of an edition that no
// newspaper wrote. A format takes its arguments as %s; one that counts has a
// form for one and a form for more.
type words struct {
	tongue
	comma              string // between the names of a list
	ten                string // the ten digits; empty keeps 0 to 9
	days, shortDays    [7]string
	months, shortMonth [12]string

	longDate  string // day, day of the month, month, year
	shortDate string // day, day of the month, month, hour
	soleDate  string // day of the month, month, year

	edition, lastRead, updated     string
	story, stories, paper, papers  string
	more, silent, untitled         string
	others                         string
	why, printedFor, noMore        string
	unsubscribed, noMail, notYet   string
	everyEdition, noAddress        string
	lookThere, onItsWay, tooMany   string
	confirm, confirmed             string
	press, willCome                string
	sendIt, somebodyAsked          string
	ifYou, ifNot                   string
	notFound, noPage               string
	deadLink, openAgain            string
	failed, tryLater               string
	lack, lacks                    string
	minute, minutes, short         string // of reading, the last of one story
	waited, late, unread, answered string
	tally                          string // reports, stories, papers in them, papers in all
	report, reports                string // in the tally
	inStory, inStories             string
	kinds                          map[digest.Kind]string

	// What the templates name.
	continued, corrected, takenBack    string
	wasHeadline, rewritten, withdrawn  string
	AlsoIn, MoreIn                     string
	Missing, Read, Sections            string
	Corrections                        string
	Digests, Feeds, ByStory, ByMail    string
	Previous, Next                     string
	Archive                            string
	Empty, View, OnTheWeb, Unsubscribe string
	Address                            string
}

var english = words{
	tongue:     tongue{Lang: "en", Dir: ltr},
	comma:      ", ",
	days:       [7]string{"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"},
	shortDays:  [7]string{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"},
	months:     [12]string{"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"},
	shortMonth: [12]string{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"},

	longDate: "%s, %s %s %s", shortDate: "%s %s %s, %s", soleDate: "%s %s, %s",

	edition: "Edition of %s", lastRead: "last read %s", updated: "Updated %s",
	story: "%s story", stories: "%s stories", paper: "from %s paper", papers: "from %s papers",
	lack: "%s paper missing", lacks: "%s papers missing",
	minute: "%s minute’s reading", minutes: "%s minutes’ reading", short: "%s min",
	tally:  "%s in %s, from %s of %s papers.",
	report: "%s report", reports: "%s reports", inStory: "%s story", inStories: "%s stories",
	waited:    "This edition waited %s minutes for them.",
	more:      "%s more on the web",
	continued: "Continued from %s", corrected: "Corrected in the edition of %s", takenBack: "Withdrawn: see the edition of %s",
	Corrections: "Corrections and updates", wasHeadline: "In the edition of %s: “%s”",
	rewritten: "Rewritten since the edition of %s", withdrawn: "Withdrawn by the paper since the edition of %s",
	AlsoIn: "Also in", MoreIn: "More in", others: "and %s more", Missing: "Missing today", Read: "Read for this edition", silent: "nothing new",
	late: "not reached in time", unread: "could not be read", answered: "could not be read: %s",
	Sections: "Sections", Digests: "Digests", Feeds: "Feeds", ByStory: "Story by story",
	Previous: "Previous edition", Next: "Next edition", Archive: "All editions", Empty: "No edition has come out yet.",
	View: "View in browser", OnTheWeb: "Read this edition on the web", untitled: "Untitled",
	why: "You receive this mail because you subscribed to %s.", printedFor: "Printed for %s.", Unsubscribe: "Unsubscribe",
	noMore:       "Press the button, and no further edition of %s will be sent to %s.",
	unsubscribed: "Unsubscribed", noMail: "%s gets no more mail from %s.",
	ByMail: "Get it by e-mail", Address: "E-mail address",
	everyEdition: "Every edition of %s, in a mail of its own. You can leave with one click.",
	noAddress:    "This does not look like an e-mail address. Please look at it again.",
	lookThere:    "Look into your mail",
	onItsWay:     "If %s does not get %s yet, a mail is on its way there. Confirm it within three days.",
	tooMany:      "Many have asked within the last hour. Please try again later.",
	confirm:      "Please confirm: %s", sendIt: "Yes, send it to me",
	press:     "Press the button, and every edition of %s will come to %s.",
	confirmed: "Subscribed", willCome: "Every edition of %s will come to %s from now on.",
	somebodyAsked: "Somebody has asked for every edition of %s to be sent to this address.",
	ifYou:         "If that was you, please confirm it within three days:",
	ifNot:         "If it was not, do nothing: nothing will be sent.",
	notYet:        "Nothing has been printed yet. The first edition will stand here.",
	notFound:      "Not found", noPage: "There is no such page.",
	deadLink:  "This link does not work",
	openAgain: "It may have lost its end on the way, or be too old. Please open it from the mail itself. A link to confirm holds for three days; after that, please ask again.",
	failed:    "Out of order", tryLater: "Something went wrong here. Please try again later.",
	kinds: map[digest.Kind]string{
		digest.Editorial: "Editorial", digest.Opinion: "Opinion", digest.Letter: "Letter",
		digest.Analysis: "Analysis", digest.Review: "Review", digest.Live: "Live",
	},
}

var urdu = words{
	tongue:     tongue{Lang: "ur", Dir: rtl},
	comma:      "، ",
	ten:        "۰۱۲۳۴۵۶۷۸۹",
	days:       [7]string{"اتوار", "پیر", "منگل", "بدھ", "جمعرات", "جمعہ", "ہفتہ"},
	shortDays:  [7]string{"اتوار", "پیر", "منگل", "بدھ", "جمعرات", "جمعہ", "ہفتہ"},
	months:     [12]string{"جنوری", "فروری", "مارچ", "اپریل", "مئی", "جون", "جولائی", "اگست", "ستمبر", "اکتوبر", "نومبر", "دسمبر"},
	shortMonth: [12]string{"جنوری", "فروری", "مارچ", "اپریل", "مئی", "جون", "جولائی", "اگست", "ستمبر", "اکتوبر", "نومبر", "دسمبر"},

	longDate: "%s، %s %s %s", shortDate: "%s %s %s، %s", soleDate: "%s %s، %s",

	edition: "اشاعت %s", lastRead: "آخری بار %s", updated: "تازہ %s",
	story: "%s خبر،", stories: "%s خبریں،", paper: "%s اخبار", papers: "%s اخبارات",
	lack: "%s اخبار شامل نہیں", lacks: "%s اخبارات شامل نہیں",
	minute: "%s منٹ کا مطالعہ", minutes: "%s منٹ کا مطالعہ", short: "%s منٹ",
	waited: "اس شمارے نے ان کا %s منٹ انتظار کیا۔",
	tally:  "%[4]s میں سے %[3]s اخبارات کی %[1]s، %[2]s میں۔",
	report: "%s رپورٹ", reports: "%s رپورٹیں", inStory: "%s خبر", inStories: "%s خبروں",
	more:      "مزید %s خبریں ویب پر",
	continued: "%s سے جاری", corrected: "تصحیح: دیکھیے %s کا شمارہ", takenBack: "واپس لے لی گئی: دیکھیے %s کا شمارہ",
	Corrections: "تصحیح اور تازہ صورتِ حال", wasHeadline: "%s کے شمارے میں: ”%s“",
	rewritten: "%s کے شمارے کے بعد نئے سرے سے لکھی گئی", withdrawn: "%s کے شمارے کے بعد اخبار نے واپس لے لی",
	AlsoIn: "یہ بھی دیکھیں", MoreIn: "مزید", others: "اور %s مزید", Missing: "آج شامل نہیں", Read: "اس شمارے کے اخبارات", silent: "کچھ نیا نہیں",
	late: "وقت پر نہیں مل سکا", unread: "پڑھا نہیں جا سکا", answered: "پڑھا نہیں جا سکا: %s",
	Sections: "صفحات", Digests: "اشاعتیں", Feeds: "فیڈز", ByStory: "ہر خبر الگ",
	Previous: "پچھلا شمارہ", Next: "اگلا شمارہ", Archive: "تمام شمارے", Empty: "ابھی کوئی شمارہ شائع نہیں ہوا۔",
	View: "براؤزر میں دیکھیں", OnTheWeb: "یہ شمارہ ویب پر پڑھیں", untitled: "بلا عنوان",
	why: "آپ کو یہ ای میل اس لیے ملی ہے کہ آپ نے %s کی رکنیت لی ہے۔", printedFor: "برائے %s", Unsubscribe: "رکنیت ختم کریں",
	noMore:       "بٹن دبانے کے بعد %s کا کوئی شمارہ %s پر نہیں بھیجا جائے گا۔",
	unsubscribed: "رکنیت ختم ہو گئی", noMail: "%s پر %s کی مزید کوئی ای میل نہیں آئے گی۔",
	ByMail: "ای میل پر حاصل کریں", Address: "ای میل پتہ",
	everyEdition: "%s کا ہر شمارہ ای میل پر۔ رکنیت ایک کلک سے ختم کی جا سکتی ہے۔",
	noAddress:    "یہ ای میل پتہ درست معلوم نہیں ہوتا۔ براہِ کرم دوبارہ دیکھیے۔",
	lookThere:    "اپنی ای میل دیکھیے",
	onItsWay:     "اگر %s پر %s ابھی نہیں آتا تو وہاں ایک ای میل بھیجی جا رہی ہے۔ تین دن کے اندر تصدیق کیجیے۔",
	tooMany:      "پچھلے ایک گھنٹے میں بہت سی درخواستیں آئی ہیں۔ براہِ کرم بعد میں دوبارہ کوشش کیجیے۔",
	confirm:      "براہِ کرم تصدیق کیجیے: %s", sendIt: "جی ہاں، مجھے بھیجیے",
	press:     "بٹن دبانے کے بعد %s کا ہر شمارہ %s پر آئے گا۔",
	confirmed: "رکنیت ہو گئی", willCome: "اب سے %s کا ہر شمارہ %s پر آئے گا۔",
	somebodyAsked: "کسی نے درخواست کی ہے کہ %s کا ہر شمارہ اس پتے پر بھیجا جائے۔",
	ifYou:         "اگر یہ آپ تھے تو تین دن کے اندر تصدیق کیجیے:",
	ifNot:         "اگر نہیں تو کچھ نہ کیجیے: کچھ نہیں بھیجا جائے گا۔",
	notYet:        "ابھی کچھ شائع نہیں ہوا۔ پہلا شمارہ یہاں ہوگا۔",
	notFound:      "صفحہ نہیں ملا", noPage: "ایسا کوئی صفحہ نہیں۔",
	deadLink:  "یہ لنک کام نہیں کرتا",
	openAgain: "شاید یہ راستے میں ادھورا رہ گیا ہے، یا پرانا ہو چکا ہے۔ براہِ کرم اسے ای میل ہی سے دوبارہ کھولیے۔ تصدیق کا لنک تین دن کام کرتا ہے؛ اس کے بعد دوبارہ درخواست کیجیے۔",
	failed:    "خرابی", tryLater: "یہاں کچھ خرابی ہوئی۔ براہِ کرم بعد میں دوبارہ کوشش کیجیے۔",
	kinds: map[digest.Kind]string{
		digest.Editorial: "اداریہ", digest.Opinion: "رائے", digest.Letter: "خط",
		digest.Analysis: "تجزیہ", digest.Review: "تبصرہ", digest.Live: "براہِ راست",
	},
}

// HasWords says whether there is furniture for a language (BCP 47). English stands
// in for that of all others.
func HasWords(tag string) bool { return wordsIn(tag).Lang == base(tag) }

// wordsIn is the furniture for a language; English for one we have none for.
func wordsIn(tag string) *words {
	if base(tag) == urdu.Lang {
		return &urdu
	}
	return &english
}

// base is the language of a tag, whatever its script and place.
func base(tag string) string {
	base, _ := language.Make(tag).Base()
	return base.String()
}

// say fills a format, isolating what runs the other way.
func (w *words) say(format string, args ...string) string {
	isolates := make([]any, len(args))
	for i, arg := range args {
		isolates[i] = isolated(arg, w.Dir)
	}
	return fmt.Sprintf(format, isolates...)
}

// count fills the form of a count.
func (w *words) count(one, more string, n int) string {
	if n == 1 {
		return w.say(one, w.number(n))
	}
	return w.say(more, w.number(n))
}

func (w *words) number(n int) string { return w.digits(fmt.Sprint(n)) }

// digits writes the digits of a text in the language's own.
func (w *words) digits(text string) string {
	if w.ten == "" {
		return text
	}
	ten := []rune(w.ten)
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return ten[r-'0']
		}
		return r
	}, text)
}

// date is "Monday, 23 November 2026".
func (w *words) date(t time.Time) string {
	return w.say(w.longDate, w.days[t.Weekday()], w.number(t.Day()), w.months[t.Month()-1], w.number(t.Year()))
}

// hour is "07:40".
func (w *words) hour(t time.Time) string { return w.digits(t.Format("15:04")) }

// moment is when something was, told on the given day: the hour on the same
// day, "Sun 22 Nov, 18:05" on another, with its year in another year.
func (w *words) moment(t time.Time, day string) string {
	if t.Format(time.DateOnly) == day {
		return w.hour(t)
	}
	month := w.shortMonth[t.Month()-1]
	if t.Format("2006") != day[:min(4, len(day))] {
		month += " " + w.number(t.Year())
	}
	return w.say(w.shortDate, w.shortDays[t.Weekday()], w.number(t.Day()), month, w.hour(t))
}

// day is "22 Nov, 2026".
func (w *words) day(t time.Time) string {
	return w.say(w.soleDate, w.number(t.Day()), w.shortMonth[t.Month()-1], w.number(t.Year()))
}
