package storage

import "slices"

// MirrorLoad is the whole copy.
func (s *Store) MirrorLoad() (map[string][]byte, string, error) {
	rows := map[string][]byte{}
	cursor, err := s.MirrorEach(func(key string, row []byte) error {
		rows[key] = slices.Clone(row)
		return nil
	})
	if err != nil {
		return nil, "", err
	}
	return rows, cursor, nil
}
