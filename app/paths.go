package app

import (
	"errors"
	"path/filepath"
)

// Paths are where a counter keeps its things when nothing else is said.
type Paths struct {
	Config string // configuration file
	Data   string // folder of the store
	Log    string // folder of logs
}

// DefaultPaths follows the platform's habits: the XDG folders on Linux, Application Support on macOS, AppData on Windows.
func DefaultPaths(goos string, getenv func(string) string) (Paths, error) {
	config, data, state, err := baseFolders(goos, getenv)
	if err != nil {
		return Paths{}, err
	}
	return Paths{
		Config: filepath.Join(config, "paydesk", "paydesk.toml"),
		Data:   filepath.Join(data, "paydesk"),
		Log:    filepath.Join(state, "paydesk", "log"),
	}, nil
}

func baseFolders(goos string, getenv func(string) string) (config, data, state string, err error) {
	switch goos {
	case "windows":
		roaming, local := getenv("AppData"), getenv("LocalAppData")
		if roaming == "" || local == "" {
			return "", "", "", errors.New("AppData and LocalAppData are not set: use --config and --data")
		}
		return roaming, local, local, nil
	case "darwin":
		home := getenv("HOME")
		if home == "" {
			return "", "", "", errNoHome
		}
		support := filepath.Join(home, "Library", "Application Support")
		return support, support, filepath.Join(home, "Library", "Logs"), nil
	}
	// A relative XDG folder is invalid by its specification and is ignored.
	pick := func(variable string, fallback ...string) (string, error) {
		if dir := getenv(variable); filepath.IsAbs(dir) {
			return dir, nil
		}
		if getenv("HOME") == "" {
			return "", errNoHome
		}
		return filepath.Join(append([]string{getenv("HOME")}, fallback...)...), nil
	}
	config, errConfig := pick("XDG_CONFIG_HOME", ".config")
	data, errData := pick("XDG_DATA_HOME", ".local", "share")
	state, errState := pick("XDG_STATE_HOME", ".local", "state")
	return config, data, state, errors.Join(errConfig, errData, errState)
}

var errNoHome = errors.New("HOME is not set: use --config and --data")
