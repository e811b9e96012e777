package cluster

// numberVoices tells the members of a group that speak independently of each
// other from those of one publisher, and from those that carry one text.
func numberVoices(group Group, items []*Item) {
	if len(group) == 1 {
		return
	}
	voices := newSets(len(group))
	first := make(map[string]int, 2*len(group))
	for n, member := range group {
		item := items[member.Item]
		for by, name := range map[string]string{"publisher": item.Publisher, "title": TitleKey(item.Title)} {
			if name == "" {
				continue
			}
			if other, known := first[by+" "+name]; known {
				voices.join(other, n)
			}
			first[by+" "+name] = n
		}
	}
	number := make(map[int]int, len(group))
	for n := range group {
		head := voices.head(n)
		if _, known := number[head]; !known {
			number[head] = len(number)
		}
		group[n].Voice = number[head]
	}
}
