package storage

import (
	"encoding/binary"
	"encoding/json"
	"hash/crc32"

	"go.etcd.io/bbolt"
)

// bbolt keeps no checksum of what it stores. Everything outside the journal, which has its hashes, is therefore stored
// behind a CRC-32C of bucket key and value: a changed byte is found when it is read.
const sumSize = 4

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

func checksum(key, value []byte) uint32 {
	return crc32.Update(crc32.Checksum(key, castagnoli), castagnoli, value)
}

func put(b *bbolt.Bucket, key, value []byte) error {
	sealed := make([]byte, 0, sumSize+len(value))
	sealed = binary.BigEndian.AppendUint32(sealed, checksum(key, value))
	return b.Put(key, append(sealed, value...))
}

// get returns the value of key, valid until the transaction ends; nil if there is none.
func get(b *bbolt.Bucket, key []byte) ([]byte, error) {
	sealed := b.Get(key)
	if sealed == nil {
		return nil, nil
	}
	return open(key, sealed)
}

func open(key, sealed []byte) ([]byte, error) {
	if len(sealed) < sumSize || binary.BigEndian.Uint32(sealed) != checksum(key, sealed[sumSize:]) {
		return nil, damaged("the value of %q is not what was written", key)
	}
	return sealed[sumSize:], nil
}

func putJSON(b *bbolt.Bucket, key []byte, v any) error {
	data, err := json.Marshal(v)
	if err != nil {
		return err
	}
	return put(b, key, data)
}

// getJSON reads into v; false if there is nothing.
func getJSON(b *bbolt.Bucket, key []byte, v any) (bool, error) {
	data, err := get(b, key)
	if data == nil || err != nil {
		return false, err
	}
	return true, json.Unmarshal(data, v)
}
