package cluster

import (
	"regexp"
	"slices"
	"strings"
)

// bulletin is how papers call what reports no single event: bulletins, lists of
// headlines, morning updates and briefings, recaps, quizzes, the day's pictures,
// letters pages, and pages that follow events live.
var bulletin = regexp.MustCompile(`(?i)` + strings.Join([]string{
	`\b(news|latest) (bulletin|headlines|round-?up|brief(s|ing)?|digest|summary|wrap)\b`,
	`\b(morning|midday|evening|nightly|daily|weekly|weekend|friday|saturday|sunday|monday) (update|bulletin|brief(s|ing)?|round-?up|digest|recap|headlines|news|edition|read|quiz|newsletter)\b`,
	`\blive ?(blog|updates|coverage|ticker)\b`, `^live( ?[:|–—]| - )`, `[|–—-] .{0,20}\blive$`, `\bas it happened\b`, `\b(en|in) (direct|directo|vivo|diretta)\s*[:|–—-]`, `^(en directo|en direct|ao vivo|diretta|liveblog|онлайн)\b`,
	`^letters?( to the editor)?\s*([:|–—-]|$)`, `\bheadlines (for|of) `, `\b(today|tonight|this week)('s|’s)? (headlines|top stories|papers|front pages)\b`,
	`\b(news|stories|photos|pictures|images) of the (day|week|hour)\b`, `\b(day|week|month|year) in (pictures|photos|review|images)\b`,
	`\blist of key events\b`, `\b(as it|what) happened (today|overnight|this week)\b`, `\bthings (to know|you need to know) (today|this week|for)\b`,
	`^(first ?(ft|up|thing)|newsletter|quiz|crossword|podcast|in brief|at a glance|the papers|what the papers say)\b`, `\| first thing$`,
	`\btagesschau\b`, `\bnachrichten(überblick| des tages|\s(von|um) \d)\b?`, `\b(morgen|abend)(briefing|überblick)\b`, `^der (morgen|abend)\s*[:|–—]`, `\bdas wichtigste (vom|am|des) `,
	`\bl['’]essentiel de l['’]actu`, `\b(les titres|le journal|la revue de presse) du (jour|matin|soir|[0-9])`, `\ble point à [0-9]`,
	`\b(resumen|titulares|portadas) (de noticias|del día|de la mañana|de hoy)\b`, `\b(resumo|manchetes) do dia\b`, `\b(rassegna stampa|le notizie del giorno)\b`,
	`(^|\PL)(главное (за|к) |сводка новостей($|\PL))`, `آج کی (اہم )?خبریں`, `اہم خبروں`, `^(صبح|دوپہر|شام|رات) (کی|\d+ بجے کی) خبریں`, `^خبرنامہ`, `نشرة (الأخبار|أخبار)`, `موجز (الأخبار|أنباء)`, `आज की (बड़ी |मुख्य )?ख़?बरें`,
}, `|`))

// bulletinSigns is what each of these has a part of: to look for them first is
// ten times as fast.
var bulletinSigns = strings.Fields("letter live bulletin headlin round brief digest summary wrap update recap edition read quiz" +
	" news stories photos pictures images review happened events know first crossword podcast glance papers tagesschau nachrichten" +
	" überblick wichtigste direct vivo diretta essentiel titres journal revue point resumen titulares portadas resumo manchetes rassegna notizie главное сводка онлайн morgen abend خبر نشرة موجز ख़बरें खबरें")

// IsBulletin says that a title is that of what reports no single event: a
// bulletin, a page of letters, a page that follows events live.
func IsBulletin(title string) bool {
	folded := strings.ToLower(title)
	return slices.ContainsFunc(bulletinSigns, func(sign string) bool { return strings.Contains(folded, sign) }) &&
		bulletin.MatchString(title)
}

// part is the beginning of a title before a colon, or its end after a dash or a
// bar, with that sign.
var (
	firstPart = regexp.MustCompile(`^[^:|]{2,40}(:|\s[|/–—-])\s`)
	lastPart  = regexp.MustCompile(`\s[|–—-]\s[^|–—]{2,40}$`)
)

// titlesToRead are the titles of items without what says nothing of them: a
// rubric, which one source gives to several articles, as a whole or as a part
// ("Explainer: …", "… | Politics"), and what names no event.
func titlesToRead(items []*Item, identifying map[string]string) []string {
	uses := map[[2]string]int{}
	for _, item := range items {
		for _, part := range parts(item.Title) {
			uses[[2]string{item.Source, part}]++
		}
	}
	titles := make([]string, len(items))
	for n, item := range items {
		if identifying[TitleKey(item.Title)] == "" {
			continue
		}
		titles[n] = item.Title
		for _, part := range parts(item.Title) {
			if uses[[2]string{item.Source, part}] > 1 {
				titles[n] = strings.Replace(titles[n], part, " ", 1)
			}
		}
	}
	return titles
}

func parts(title string) []string {
	var found []string
	for _, pattern := range []*regexp.Regexp{firstPart, lastPart} {
		if part := pattern.FindString(title); part != "" && len(part) < len(title) {
			found = append(found, part)
		}
	}
	return found
}
