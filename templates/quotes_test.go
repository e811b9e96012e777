package templates

import "testing"

func TestTypeset(t *testing.T) {
	for given, want := range map[string]string{
		`Omar's father says he 'cannot forgive' his son`: `Omar’s father says he ‘cannot forgive’ his son`,
		`"We have known," he said. "No."`:                `“We have known,” he said. “No.”`,
		`The bakers' strike of the '90s`:                 `The bakers’ strike of the ’90s`,
		`Rock 'n' roll`:                                  `Rock ’n’ roll`,
		`'Odious attack'`:                                `‘Odious attack’`,
		`"'Never,' she said, 'again'"`:                   `“‘Never,’ she said, ‘again’”`,
		`It isn't—"not yet"—over ("soon")`:               `It isn’t—“not yet”—over (“soon”)`,
		`A 15" screen, 6' tall`:                          `A 15" screen, 6’ tall`,
		`Already “set” and ‘done’`:                       `Already “set” and ‘done’`,
		`'`:                                              `’`,
		`Four models---the Stratocaster, say`:            `Four models—the Stratocaster, say`,
		`Not magic--it's "science" -- he said`:           `Not magic—it’s “science” — he said`,
		`Write go build --race, or a -- b in 3 ---- 4`:   `Write go build --race, or a — b in 3 ---- 4`,
	} {
		if got := typeset(given, "en-GB"); got != want {
			t.Errorf("%s\ngot  %s\nwant %s", given, got, want)
		}
		if got := typeset(want, "en"); got != want {
			t.Errorf("set again: %s", got)
		}
		if got := typeset(given, "de"); got != given {
			t.Errorf("in German: %s", got)
		}
	}
}
