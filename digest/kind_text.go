package digest

import (
	"fmt"
	"strings"

	"broadsheet/digest/textmodel"
)

// teaser is how many bytes of a teaser the text model looks at.
const teaser = 400

// textClue asks the text model, which only knows English; it abstains on what
// it cannot judge, and on what says that it is in another language.
func textClue(i Item, _ Source) clue {
	if base, _, _ := strings.Cut(i.Language, "-"); base != "" && !strings.EqualFold(base, "en") {
		return clue{}
	}
	verdict := textmodel.Shipped().Judge(textmodel.Text{Title: i.Title, Teaser: i.Summary.Text(teaser)})
	if !verdict.View {
		return clue{}
	}
	evidence := fmt.Sprintf("reads like a view (%.1f beyond the threshold of the text model)", verdict.Margin)
	if len(verdict.Words) > 0 {
		evidence += ", by such words as " + quote(strings.Join(verdict.Words, "”, “"))
	}
	return clue{Opinion, evidence}
}
