package cluster

import "testing"

// Each way in which papers call what reports no single event, and its like that
// does report one.
func TestBulletins(t *testing.T) {
	for _, title := range []string{
		"News bulletin 9am", "Morning briefing: floods and a budget", "Weekend read", "Live blog: the budget", "Live: floods in Sindh",
		"Floods | As it happened", "En direct : les inondations", "Ao vivo: cheias", "Letters to the editor", "Letters",
		"Headlines for Tuesday", "Tonight's top stories", "Photos of the week", "The week in pictures", "Our year in review",
		"War in the north: list of key events", "What happened overnight", "Five things to know this week", "Quiz: how well do you know Sindh",
		"In brief", "The papers", "A reader | First thing", "tagesschau 20 Uhr", "Nachrichtenüberblick", "Abendüberblick", "Das Wichtigste vom Tage",
		"L’essentiel de l’actu", "La revue de presse du matin", "Le point à 18 heures", "Resumen de noticias", "Manchetes do dia",
		"Rassegna stampa", "Главное за день", "آج کی اہم خبریں", "موجز الأخبار",
		"شام 6 بجے کی خبریں", "صبح کی خبریں: عدالت نے سزا سنا دی", "خبرنامہ: رات 9 بجے", "Nachrichten von 12 Uhr", "Die Nachrichten um 18 Uhr",
		"Der Morgen: Gericht verurteilt Bankchef",
	} {
		if !IsBulletin(title) {
			t.Errorf("%q is a bulletin", title)
		}
	}
	for _, title := range []string{
		"Minister of state resigns", "Newsreader dies at ninety", "Letter bomb found at ministry", "Lives lost in flood", "Editor of the Courier freed", "Live-action film of the game announced",
		"Der Morgen danach", "شام میں خبر رساں ادارے پر حملہ", "Nachrichtensprecherin kündigt",
	} {
		if IsBulletin(title) {
			t.Errorf("%q is no bulletin", title)
		}
	}
}
