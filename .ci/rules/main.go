// Command rules checks what the compiler does not: which package may import which (one way, from main down to money),
// that time comes from services/clock, and that nothing waits for the screen. It reads every Go file whatever its build
// tags, prints file:line of each breach, and fails if there is one.
package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

func main() {
	root := "."
	if len(os.Args) > 1 {
		root = os.Args[1]
	}
	breaches, err := checkTree(root)
	if err != nil {
		fmt.Fprintln(os.Stderr, "rules:", err)
		os.Exit(2)
	}
	for _, b := range breaches {
		fmt.Println(b)
	}
	if len(breaches) > 0 {
		os.Exit(1)
	}
}

// checkTree returns the breaches in all Go files under root, leaving out folders the go command leaves out.
func checkTree(root string) ([]string, error) {
	var breaches []string
	err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir():
			if base := d.Name(); name != root && (strings.HasPrefix(base, ".") || strings.HasPrefix(base, "_") || base == "testdata") {
				return filepath.SkipDir
			}
			return nil
		case !strings.HasSuffix(name, ".go"):
			return nil
		}
		text, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root, name)
		if err != nil {
			return err
		}
		found, err := checkFile(filepath.ToSlash(rel), text)
		breaches = append(breaches, found...)
		return err
	})
	return breaches, err
}

var majorVersion = regexp.MustCompile(`/v\d+$`)

// file is what the rules look at.
type file struct {
	dir     string // slash-separated, relative to the module; "." is main
	test    bool
	imports map[string]string // local name -> path
}

// in says whether the file lies in one of the folders or below.
func (f file) in(dirs ...string) bool {
	return slices.ContainsFunc(dirs, func(d string) bool { return within(f.dir, d) })
}

func within(p, dir string) bool { return p == dir || strings.HasPrefix(p, dir+"/") }

func checkFile(name string, text []byte) ([]string, error) {
	fset := token.NewFileSet()
	tree, err := parser.ParseFile(fset, name, text, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	f := file{dir: path.Dir(name), test: strings.HasSuffix(name, "_test.go"), imports: map[string]string{}}
	var breaches []string
	report := func(pos token.Pos, why string) {
		p := fset.Position(pos)
		breaches = append(breaches, fmt.Sprintf("%s:%d: %s", p.Filename, p.Line, why))
	}
	for _, spec := range tree.Imports {
		target, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			return nil, err
		}
		local := path.Base(majorVersion.ReplaceAllString(target, ""))
		if spec.Name != nil {
			local = spec.Name.Name
		}
		f.imports[local] = target
		if why := importBreach(f, target); why != "" {
			report(spec.Pos(), why)
		}
	}
	ast.Inspect(tree, func(n ast.Node) bool {
		sel, ok := n.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		if id, ok := sel.X.(*ast.Ident); ok {
			if why := useBreach(f, f.imports[id.Name], sel.Sel.Name); why != "" {
				report(sel.Pos(), why)
			}
		}
		return true
	})
	return breaches, nil
}
