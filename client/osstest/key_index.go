package osstest

import (
	"maps"
	"slices"
	"sync"
)

// A keyIndex holds the keys of a bucket in the order of their bytes. Whoever
// needs it makes it, with OSS.mu held for reading, and it lasts until the set
// of keys changes.
type keyIndex struct {
	mu   sync.Mutex // guards what follows among readers
	keys []string   // nil if it must be made anew
}

// forget is for whoever changes the set of keys, and holds OSS.mu for writing.
func (x *keyIndex) forget() { x.keys = nil }

// sortedKeys returns the keys of b, those of delete markers too. The slice
// must not be changed.
func (b *bucket) sortedKeys() []string {
	b.index.mu.Lock()
	defer b.index.mu.Unlock()
	if b.index.keys == nil {
		keys := slices.AppendSeq(make([]string, 0, len(b.histories)), maps.Keys(b.histories))
		slices.Sort(keys)
		b.index.keys = keys
	}
	return b.index.keys
}
