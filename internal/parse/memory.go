package parse

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
)

// recipe is the version of what a memory holds. It changes when the same bytes
// may come to read otherwise.
const recipe = 3

// memory is what is remembered of the last reading.
type memory struct {
	frame uint64 // of all that items take from around them
	marks []mark
}

// mark is what is remembered of an item: hashes of its bytes, of its guid and
// of its link, 0 if it has none. The bytes' is long enough to be relied on, the
// others are only asked whether there may be doubt.
type mark struct {
	bytes      uint64
	guid, link uint32
}

// keyOf is a hash of a guid or link, 0 of none.
func keyOf(text string) uint32 {
	if text == "" {
		return 0
	}
	sum := sha256.Sum256([]byte(text))
	return max(binary.BigEndian.Uint32(sum[:]), 1)
}

const markSize = 16

// String is the memory as it is kept.
func (m *memory) String() string {
	b := binary.BigEndian.AppendUint64([]byte{recipe}, m.frame)
	for _, mark := range m.marks {
		b = binary.BigEndian.AppendUint64(b, mark.bytes)
		b = binary.BigEndian.AppendUint32(b, mark.guid)
		b = binary.BigEndian.AppendUint32(b, mark.link)
	}
	return base64.RawStdEncoding.EncodeToString(b)
}

// recall reads a memory. One that is not of this recipe is none.
func recall(text string) *memory {
	b, err := base64.RawStdEncoding.DecodeString(text)
	if err != nil || len(b) < 9 || b[0] != recipe || (len(b)-9)%markSize != 0 {
		return nil
	}
	m := &memory{frame: binary.BigEndian.Uint64(b[1:9])}
	for b = b[9:]; len(b) > 0; b = b[markSize:] {
		m.marks = append(m.marks, mark{
			bytes: binary.BigEndian.Uint64(b),
			guid:  binary.BigEndian.Uint32(b[8:]),
			link:  binary.BigEndian.Uint32(b[12:]),
		})
	}
	return m
}
