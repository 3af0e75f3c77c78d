package odoosim

import (
	"maps"
	"slices"
)

// undoLog takes a transaction back. Numbers drawn from a sequence are not given back, as in PostgreSQL.
type undoLog struct{ steps []func() }

func (u *undoLog) add(f func()) { u.steps = append(u.steps, f) }

func (u *undoLog) commit() { u.steps = u.steps[:0] }

func (u *undoLog) rollback() { u.rollbackTo(0) }

// mark and rollbackTo are a savepoint.
func (u *undoLog) mark() int { return len(u.steps) }

func (u *undoLog) rollbackTo(mark int) {
	for i := len(u.steps) - 1; i >= mark; i-- {
		u.steps[i]()
	}
	u.steps = u.steps[:mark]
}

// table holds the rows of one model by id. Rows are values: what a row refers to (its slices) is replaced,
// never changed in place, so that undoing and copying a database stay one assignment per row.
type table[T any] struct {
	rows map[int]T
	ids  []int // ascending
	last int
	undo *undoLog
}

func newTable[T any](u *undoLog) *table[T] { return &table[T]{rows: map[int]T{}, undo: u} }

func (t *table[T]) has(id int) bool { _, ok := t.rows[id]; return ok }

// at returns the row, or a zero one.
func (t *table[T]) at(id int) T { return t.rows[id] }

// put replaces an existing row.
func (t *table[T]) put(id int, row T) {
	old := t.rows[id]
	t.undo.add(func() { t.rows[id] = old })
	t.rows[id] = row
}

// add draws the next id and stores what build returns for it.
func (t *table[T]) add(build func(id int) T) int {
	t.last++
	id := t.last
	t.rows[id] = build(id)
	t.ids = append(t.ids, id)
	t.undo.add(func() { t.forget(id) })
	return id
}

// drop deletes a row.
func (t *table[T]) drop(id int) {
	old, ok := t.rows[id]
	if !ok {
		return
	}
	t.forget(id)
	t.undo.add(func() {
		t.rows[id] = old
		i, _ := slices.BinarySearch(t.ids, id)
		t.ids = slices.Insert(slices.Clone(t.ids), i, id)
	})
}

func (t *table[T]) forget(id int) {
	delete(t.rows, id)
	if i, ok := slices.BinarySearch(t.ids, id); ok {
		t.ids = slices.Delete(slices.Clone(t.ids), i, i+1)
	}
}

// copyFrom makes t hold what other holds, its next id included.
func (t *table[T]) copyFrom(other *table[T]) {
	t.rows, t.ids, t.last = maps.Clone(other.rows), slices.Clone(other.ids), other.last
}
