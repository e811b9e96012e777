package digest

import (
	"fmt"
	"strings"

	"broadsheet/digest/textmodel"
)

// teaser is how many bytes of a teaser the text model looks at.
const teaser = 400

// textClue asks the text model, which only knows English.
func textClue(i Item, _ Source) clue {
	if lang := i.Tongue().Lang; lang != "" && base(lang) != "en" {
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
