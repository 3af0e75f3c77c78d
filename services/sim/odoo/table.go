package odoosim

import "slices"

// undoLog takes a transaction back. Numbers drawn from a sequence are not given back, as in PostgreSQL.
type undoLog struct{ steps []func() }

func (u *undoLog) add(f func()) { u.steps = append(u.steps, f) }

func (u *undoLog) commit() { clear(u.steps); u.steps = u.steps[:0] }

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
	rows  []T // by id
	alive []bool
	ids   []int // ascending
	last  int
	turn  int // moves on with every change
	undo  *undoLog
	// note keeps an index up to date: it hears of every row that comes, goes or changes, undoing included.
	note func(id int, old, row *T)
}

func newTable[T any](u *undoLog) *table[T] {
	return &table[T]{rows: make([]T, 1), alive: make([]bool, 1), undo: u}
}

func (t *table[T]) has(id int) bool { return id > 0 && id < len(t.alive) && t.alive[id] }

// at returns the row, or a zero one.
func (t *table[T]) at(id int) T {
	if !t.has(id) {
		var none T
		return none
	}
	return t.rows[id]
}

func (t *table[T]) set(id int, row T) {
	t.turn++
	if t.note != nil {
		old := t.rows[id]
		t.note(id, &old, &row)
	}
	t.rows[id] = row
}

// put replaces an existing row.
func (t *table[T]) put(id int, row T) {
	if !t.has(id) {
		return
	}
	old := t.rows[id]
	t.undo.add(func() { t.set(id, old) })
	t.set(id, row)
}

// add draws the next id and stores what build returns for it.
func (t *table[T]) add(build func(id int) T) int {
	t.last++
	id := t.last
	for len(t.rows) <= id {
		var none T
		t.rows, t.alive = append(t.rows, none), append(t.alive, false)
	}
	t.revive(id, build(id))
	t.undo.add(func() { t.forget(id) })
	return id
}

// drop deletes a row.
func (t *table[T]) drop(id int) {
	if !t.has(id) {
		return
	}
	old := t.rows[id]
	t.forget(id)
	t.undo.add(func() { t.revive(id, old) })
}

func (t *table[T]) revive(id int, row T) {
	t.turn++
	t.rows[id], t.alive[id] = row, true
	if n := len(t.ids); n == 0 || t.ids[n-1] < id {
		t.ids = append(t.ids, id)
	} else {
		i, _ := slices.BinarySearch(t.ids, id)
		t.ids = slices.Insert(slices.Clone(t.ids), i, id)
	}
	if t.note != nil {
		t.note(id, nil, &row)
	}
}

func (t *table[T]) forget(id int) {
	t.turn++
	var none T
	old := t.rows[id]
	t.rows[id], t.alive[id] = none, false
	if i, ok := slices.BinarySearch(t.ids, id); ok {
		t.ids = slices.Delete(slices.Clone(t.ids), i, i+1)
	}
	if t.note != nil {
		t.note(id, &old, nil)
	}
}

// copyFrom makes t hold what other holds, its next id included.
func (t *table[T]) copyFrom(other *table[T]) {
	t.turn++
	t.rows, t.alive, t.ids, t.last = slices.Clone(other.rows), slices.Clone(other.alive), slices.Clone(other.ids), other.last
	if t.note != nil {
		for _, id := range t.ids {
			t.note(id, nil, &t.rows[id])
		}
	}
}
