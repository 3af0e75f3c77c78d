package storage

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/fnv"
	"io"
)

// The layout of a bbolt file, version 2 (go.etcd.io/bbolt v1.5.0, internal/common): pages with a 16-byte header, two meta
// pages, a free list, and B+trees whose leaves may hold further trees or small trees inline. Numbers are in the byte
// order of the machine that wrote them.
const (
	boltMagic   = 0xED0CDAED
	boltVersion = 2

	pageHeader  = 16
	elementSize = 16
	bucketSize  = 16

	branchFlag   = 0x01
	leafFlag     = 0x02
	metaFlag     = 0x04
	freelistFlag = 0x10

	bucketElement = 0x01

	noFreelist  = ^uint64(0)
	maxTreeDeep = 64
	maxPageSize = 1 << 24
)

var order = binary.NativeEndian

type boltMeta struct {
	pageSize             uint32
	root, freelist, high uint64
	txid                 uint64
}

// pageCheck walks every page that can be reached and demands that each page below the high-water mark is used once.
type pageCheck struct {
	file io.ReaderAt
	meta boltMeta
	seen []bool
}

type sizer interface {
	io.ReaderAt
	io.Seeker
}

// checkPages reads the file without trusting any pointer in it. It fails with ErrDamaged. oneHead says that the other of
// the two heads, which are written in turn, cannot be read: the newest change may have been in it.
func checkPages(f sizer) (oneHead bool, err error) {
	size, err := f.Seek(0, io.SeekEnd)
	if err != nil {
		return false, err
	}
	meta, oneHead, err := newestMeta(f, size)
	if err != nil {
		return false, err
	}
	if meta.high < 4 || meta.high > uint64(size)/uint64(meta.pageSize) {
		return false, damaged("it ends at byte %d, its pages need %d", size, meta.high*uint64(meta.pageSize))
	}
	c := &pageCheck{file: f, meta: meta, seen: make([]bool, meta.high)}
	c.seen[0], c.seen[1] = true, true
	if err := c.tree(meta.root, nil, nil, 0); err != nil {
		return false, err
	}
	if err := c.freelist(); err != nil {
		return false, err
	}
	for id, seen := range c.seen {
		if !seen {
			return false, damaged("page %d belongs to nothing", id)
		}
	}
	return oneHead, nil
}

func damaged(format string, args ...any) error {
	return fmt.Errorf("%w: %s", ErrDamaged, fmt.Sprintf(format, args...))
}

// newestMeta returns the valid meta page with the higher transaction number, as bbolt chooses it.
func newestMeta(f io.ReaderAt, size int64) (m boltMeta, alone bool, err error) {
	if first, ok := readMeta(f, 0); ok {
		second, ok := readMeta(f, int64(first.pageSize))
		if ok && second.txid > first.txid {
			return second, false, nil
		}
		return first, !ok, nil
	}
	for at := int64(1024); at <= maxPageSize && at < size; at *= 2 {
		if m, ok := readMeta(f, at); ok && int64(m.pageSize) == at {
			return m, true, nil
		}
	}
	return boltMeta{}, false, damaged("neither of its two heads can be read")
}

func readMeta(f io.ReaderAt, at int64) (boltMeta, bool) {
	var b [pageHeader + 64]byte
	if _, err := f.ReadAt(b[:], at); err != nil {
		return boltMeta{}, false
	}
	m := b[pageHeader:]
	sum := fnv.New64a()
	sum.Write(m[:56])
	if order.Uint32(m) != boltMagic || order.Uint32(m[4:]) != boltVersion || order.Uint64(m[56:]) != sum.Sum64() {
		return boltMeta{}, false
	}
	meta := boltMeta{
		pageSize: order.Uint32(m[8:]),
		root:     order.Uint64(m[16:]),
		freelist: order.Uint64(m[32:]),
		high:     order.Uint64(m[40:]),
		txid:     order.Uint64(m[48:]),
	}
	return meta, meta.pageSize >= 1024 && meta.pageSize <= maxPageSize
}

// page reads page id with its overflow, marks it used, and checks its header.
func (c *pageCheck) page(id uint64) ([]byte, error) {
	if id < 2 || id >= c.meta.high {
		return nil, damaged("a pointer leads to page %d of %d", id, c.meta.high)
	}
	var h [pageHeader]byte
	at := int64(id) * int64(c.meta.pageSize)
	if _, err := c.file.ReadAt(h[:], at); err != nil {
		return nil, damaged("page %d cannot be read: %v", id, err)
	}
	pages := uint64(order.Uint32(h[12:])) + 1
	if order.Uint64(h[:]) != id || pages > c.meta.high-id {
		return nil, damaged("page %d has a wrong header", id)
	}
	for i := id; i < id+pages; i++ {
		if c.seen[i] {
			return nil, damaged("page %d is used twice", i)
		}
		c.seen[i] = true
	}
	b := make([]byte, pages*uint64(c.meta.pageSize))
	if _, err := c.file.ReadAt(b, at); err != nil {
		return nil, damaged("page %d cannot be read: %v", id, err)
	}
	return b, nil
}

// tree checks the tree under page id; its keys are at least low and below high (nil: no bound).
func (c *pageCheck) tree(id uint64, low, high []byte, depth int) error {
	if depth > maxTreeDeep {
		return damaged("page %d lies too deep", id)
	}
	b, err := c.page(id)
	if err != nil {
		return err
	}
	if order.Uint16(b[10:]) == 0 {
		return damaged("page %d is empty", id) // bbolt keeps an empty tree inline
	}
	_, err = c.node(b, id, low, high, depth)
	return err
}

// node checks one page of a tree, and what lies under it, and returns where its data ends. bbolt writes the elements and
// then, without a gap, their keys and values: a wrong count shows.
func (c *pageCheck) node(b []byte, id uint64, low, high []byte, depth int) (end int, err error) {
	flags, count := order.Uint16(b[8:]), int(order.Uint16(b[10:]))
	if flags != branchFlag && flags != leafFlag || pageHeader+count*elementSize > len(b) {
		return 0, damaged("page %d has a wrong header", id)
	}
	next := uint64(pageHeader + count*elementSize)
	keys, children := make([][]byte, count), make([]uint64, count)
	for i := range count {
		at := pageHeader + i*elementSize
		e := b[at : at+elementSize]
		var pos, keyLen, valueLen uint64
		if flags == branchFlag {
			pos, keyLen = uint64(order.Uint32(e)), uint64(order.Uint32(e[4:]))
			children[i] = order.Uint64(e[8:])
		} else {
			pos, keyLen, valueLen = uint64(order.Uint32(e[4:])), uint64(order.Uint32(e[8:])), uint64(order.Uint32(e[12:]))
		}
		start := uint64(at) + pos
		if keyLen == 0 || start != next || start+keyLen+valueLen > uint64(len(b)) {
			return 0, damaged("page %d, entry %d is not where it belongs", id, i)
		}
		next = start + keyLen + valueLen
		key := b[start : start+keyLen]
		if i > 0 && bytes.Compare(keys[i-1], key) >= 0 ||
			low != nil && bytes.Compare(key, low) < 0 || high != nil && bytes.Compare(key, high) >= 0 {
			return 0, damaged("page %d, entry %d is out of order", id, i)
		}
		keys[i] = key
		if flags == leafFlag {
			switch kind := order.Uint32(e); kind {
			case 0:
			case bucketElement:
				if err := c.bucket(b[start+keyLen:next], id, depth); err != nil {
					return 0, err
				}
			default:
				return 0, damaged("page %d, entry %d is of unknown kind %d", id, i, kind)
			}
		}
	}
	if flags == leafFlag {
		return int(next), nil
	}
	for i, child := range children {
		to := high
		if i+1 < count {
			to = keys[i+1]
		}
		if err := c.tree(child, keys[i], to, depth+1); err != nil {
			return 0, err
		}
	}
	return int(next), nil
}

// bucket checks a tree held by a leaf: a root page, or the tree itself inline.
func (c *pageCheck) bucket(v []byte, id uint64, depth int) error {
	if len(v) < bucketSize {
		return damaged("page %d holds half a bucket", id)
	}
	if root := order.Uint64(v); root != 0 {
		return c.tree(root, nil, nil, depth+1)
	}
	inline := v[bucketSize:]
	if len(inline) < pageHeader || order.Uint16(inline[8:]) != leafFlag || depth > maxTreeDeep {
		return damaged("page %d holds half a bucket", id)
	}
	end, err := c.node(inline, id, nil, nil, depth+1)
	if err == nil && end != len(inline) {
		return damaged("page %d holds half a bucket", id)
	}
	return err
}

func (c *pageCheck) freelist() error {
	if c.meta.freelist == noFreelist {
		return damaged("it has no list of free pages")
	}
	b, err := c.page(c.meta.freelist)
	if err != nil {
		return err
	}
	if order.Uint16(b[8:]) != freelistFlag {
		return damaged("page %d is not the list of free pages", c.meta.freelist)
	}
	count, at := uint64(order.Uint16(b[10:])), uint64(pageHeader)
	if count == 0xFFFF {
		count, at = order.Uint64(b[pageHeader:]), pageHeader+8
	}
	if count > (uint64(len(b))-at)/8 {
		return damaged("its list of free pages is longer than its page")
	}
	for i := range count {
		id := order.Uint64(b[at+8*i:])
		if id < 2 || id >= c.meta.high {
			return damaged("its list of free pages names page %d of %d", id, c.meta.high)
		}
		if c.seen[id] {
			return damaged("page %d is in use and listed as free", id)
		}
		c.seen[id] = true
	}
	return nil
}
