package parse

import (
	"regexp"
	"strings"
)

// revision is a word that says of a date that something was changed then, with what
// stands between the two; heading is one at the start of a claim that says that it
// was printed then. A line is a language, or some that are alike.
var (
	revision = regexp.MustCompile(`(?i)(?:\b(?:last\s+)?(?:` + oneOf(
		`updated?|modified|revised|edited`,
		`mise? à jour`,
		`aktualisier(?:t|ung)|stand`,
		`actualizad[oa]|actualizaci[oó]n|modificad[oa]|atualizad[oa]`,
		`aggiornat[oa]|aggiornamento|modificat[oa]`,
		`bijgewerkt`,
		`oppdatert|uppdaterad|opdateret`,
		`frissítve`,
	) + `)\b|` + oneOf( // no boundary is known to be there
		`modifiée?`,
		`atualiza[cç][aã]o`,
		`обновлен[ои]е?`,
		`(?:τελευταία )?ενημ[εέ]ρ[ωώ](?:θηκε|ση)`,
		`اپ ?ڈیٹ`,
		`(?:آخر |تم ال)?تحديث`,
		`به\x{200c}?روز\s?رسانی`,
		`(?:최종 ?)?수정일?|업데이트`,
		`更新`+eastDate,
	) + `)` + ofDate)

	heading = regexp.MustCompile(`(?i)^(?:(?:first\s+)?(?:` + oneOf(
		`published|posted|submitted|released|created|issued|publication|dated?`,
		`veröffentlicht|erstellt`,
		`publicado|pubblicato|gepubliceerd`,
		`megjelent|közzétéve`,
	) + `)\b(?:\s+in\s+[^,\d]{1,60}(?:,|\bon\b))?|` + oneOf(
		`publiée?|créée?`,
		`опубликовано`,
		`δημοσι[εέ][υύ](?:θηκε|ση)`,
		`شائع`,
		`نُ?شر(?: في)?`,
		`تاریخ انتشار`,
		`(?:기사)?입력|등록|승인`,
		`(?:公開|掲載|发布|發布|發佈)`+eastDate,
	) + `)` + ofDate)
)

// eastDate is "date" or "time" in China and Japan, behind such a word.
const eastDate = `(?:日時|日期|时间|時間|日)?`

// ofDate is what stands between such a word and its date.
const ofDate = `[\s:：|]*(?:\b(?:on|at|am|le|el|il|em|op|date)\b)?[\s:：]*`

func oneOf(words ...string) string { return strings.Join(words, "|") }
