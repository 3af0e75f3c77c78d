package app

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// mostFiles ends the search for a free name.
const mostFiles = 1000

// keepFile writes a new file into a folder of the counter's data and returns its path from there on. What is there already is never
// written over: make is asked again, for the next number.
func (c *Counter) keepFile(folder string, make func(n int) (name string, body []byte, err error)) (string, error) {
	dir := filepath.Join(c.DataDir, folder)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", fmt.Errorf("folder of %s: %w", folder, err)
	}
	for n := 1; n < mostFiles; n++ {
		name, body, err := make(n)
		if err != nil {
			return "", err
		}
		path := filepath.Join(dir, name)
		f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
		if errors.Is(err, os.ErrExist) {
			continue
		}
		if err != nil {
			return "", fmt.Errorf("keep %s: %w", name, err)
		}
		_, err = f.Write(body)
		if err = errors.Join(err, f.Close()); err != nil {
			return "", errors.Join(fmt.Errorf("keep %s: %w", name, err), os.Remove(path))
		}
		return filepath.Join(folder, name), nil
	}
	return "", fmt.Errorf("the folder of %s has too many files of this name", folder)
}
