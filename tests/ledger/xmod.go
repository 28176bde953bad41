// xmod.go -- a verifier that is not ours: Debian's golang.org/x/mod (sumdb/tlog, sumdb/note) reads a log folder.
//
//	xmod LOGDIR LOG_VKEY [WITNESS_VKEY [OLD_SIZE OLD_ROOT_BASE64]]
//
// Checks the checkpoint's signatures (the witness's too, if one is named), every entry's inclusion, every tile on
// the way (TileHashReader authenticates each against the root), and consistency with the old head.
package main

import (
	"encoding/base64"
	"encoding/binary"
	"crypto/ed25519"
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// witness is a note.Verifier for cosignature/v1 (type 4), which x/mod does not know.
type witness struct {
	name string
	hash uint32
	key  ed25519.PublicKey
}

func (w witness) Name() string    { return w.name }
func (w witness) KeyHash() uint32 { return w.hash }
func (w witness) Verify(msg, sig []byte) bool {
	if len(sig) != 8+ed25519.SignatureSize {
		return false
	}
	text := fmt.Sprintf("cosignature/v1\ntime %d\n%s", binary.BigEndian.Uint64(sig), msg)
	return ed25519.Verify(w.key, []byte(text), sig[8:])
}

func newWitness(vkey string) (note.Verifier, error) {
	part := strings.SplitN(vkey, "+", 3)
	if len(part) != 3 {
		return nil, fmt.Errorf("no verifier key: %s", vkey)
	}
	key, err := base64.StdEncoding.DecodeString(part[2])
	if err != nil || len(key) != 33 || key[0] != 4 {
		return nil, fmt.Errorf("no key of a witness: %s", vkey)
	}
	sum := sha256.Sum256(append([]byte(part[0]+"\n"), key...))
	hash := binary.BigEndian.Uint32(sum[:])
	if part[1] != fmt.Sprintf("%08x", hash) {
		return nil, fmt.Errorf("its hash is another: %s", vkey)
	}
	return witness{part[0], hash, key[1:]}, nil
}

// reader reads tiles of height 8 as C2SP tlog-tiles lays them out: tile/L/N instead of tile/8/L/N.
type reader struct{ dir string }

func (r reader) path(t tlog.Tile) string {
	return filepath.Join(r.dir, strings.Replace(t.Path(), "tile/8/", "tile/", 1))
}
func (r reader) Height() int                                { return 8 }
func (r reader) SaveTiles(tiles []tlog.Tile, data [][]byte) {}
func (r reader) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var out [][]byte
	for _, t := range tiles {
		data, err := os.ReadFile(r.path(t))
		if err != nil && t.W < 256 { // the full tile stands in the place of a partial one
			full := t
			full.W = 256
			data, err = os.ReadFile(r.path(full))
		}
		if err != nil {
			return nil, err
		}
		if len(data) < t.W*tlog.HashSize {
			return nil, fmt.Errorf("%s: too short", r.path(t))
		}
		out = append(out, data[:t.W*tlog.HashSize])
	}
	return out, nil
}

// entries splits bundle n, which holds w of them.
func (r reader) entries(n int64, w int) ([][]byte, error) {
	data, err := os.ReadFile(strings.Replace(r.path(tlog.Tile{H: 8, L: 0, N: n, W: w}), "tile/0/", "tile/entries/", 1))
	if err != nil {
		return nil, err
	}
	var out [][]byte
	for len(data) > 0 {
		if len(data) < 2 || len(data) < 2+int(binary.BigEndian.Uint16(data)) {
			return nil, fmt.Errorf("bundle %d is cut", n)
		}
		size := int(binary.BigEndian.Uint16(data))
		out = append(out, data[2:2+size])
		data = data[2+size:]
	}
	if len(out) != w {
		return nil, fmt.Errorf("bundle %d holds %d entries, not %d", n, len(out), w)
	}
	return out, nil
}

func verifiers(keys []string) (note.Verifiers, error) {
	var list []note.Verifier
	for i, key := range keys {
		v, err := note.NewVerifier(key)
		if i > 0 {
			v, err = newWitness(key)
		}
		if err != nil {
			return nil, err
		}
		list = append(list, v)
	}
	return note.VerifierList(list...), nil
}

func openHead(dir string, keys []string) (tlog.Tree, int, error) {
	var tree tlog.Tree
	known, err := verifiers(keys)
	if err != nil {
		return tree, 0, err
	}
	data, err := os.ReadFile(filepath.Join(dir, "checkpoint"))
	if err != nil {
		return tree, 0, err
	}
	n, err := note.Open(data, known)
	if err != nil {
		return tree, 0, err
	}
	line := strings.Split(n.Text, "\n")
	if len(line) != 4 || line[0] != n.Sigs[0].Name {
		return tree, 0, fmt.Errorf("not a checkpoint of that log")
	}
	root, err := base64.StdEncoding.DecodeString(line[2])
	if err != nil || len(root) != tlog.HashSize {
		return tree, 0, fmt.Errorf("no root")
	}
	tree.N, err = strconv.ParseInt(line[1], 10, 64)
	copy(tree.Hash[:], root)
	if len(n.Sigs) != len(keys) {
		return tree, 0, fmt.Errorf("%d of %d keys have signed", len(n.Sigs), len(keys))
	}
	return tree, len(n.Sigs), err
}

func checkEntries(r reader, tree tlog.Tree) error {
	hashes := tlog.TileHashReader(tree, r)
	for first := int64(0); first < tree.N; first += 256 {
		width := 256
		if tree.N-first < 256 {
			width = int(tree.N - first)
		}
		list, err := r.entries(first/256, width)
		if err != nil {
			return err
		}
		for i, entry := range list {
			proof, err := tlog.ProveRecord(tree.N, first+int64(i), hashes)
			if err != nil {
				return err
			}
			if err := tlog.CheckRecord(proof, tree.N, tree.Hash, first+int64(i), tlog.RecordHash(entry)); err != nil {
				return fmt.Errorf("entry %d: %v", first+int64(i), err)
			}
		}
	}
	return nil
}

func checkOld(r reader, tree tlog.Tree, size, root string) error {
	old, err := strconv.ParseInt(size, 10, 64)
	if err != nil {
		return err
	}
	data, err := base64.StdEncoding.DecodeString(root)
	if err != nil || len(data) != tlog.HashSize {
		return fmt.Errorf("no root: %s", root)
	}
	var hash tlog.Hash
	copy(hash[:], data)
	proof, err := tlog.ProveTree(tree.N, old, tlog.TileHashReader(tree, r))
	if err != nil {
		return err
	}
	return tlog.CheckTree(proof, tree.N, tree.Hash, old, hash)
}

func run(args []string) error {
	keys := args[1:]
	if len(keys) > 2 {
		keys = keys[:2]
	}
	tree, signatures, err := openHead(args[0], keys)
	if err != nil {
		return err
	}
	r := reader{args[0]}
	if err := checkEntries(r, tree); err != nil {
		return err
	}
	if len(args) == 5 {
		if err := checkOld(r, tree, args[3], args[4]); err != nil {
			return err
		}
	}
	fmt.Printf("%d entries, %d signatures\n", tree.N, signatures)
	return nil
}

func main() {
	if n := len(os.Args); n != 3 && n != 4 && n != 6 {
		fmt.Fprintln(os.Stderr, "usage: xmod LOGDIR LOG_VKEY [WITNESS_VKEY [OLD_SIZE OLD_ROOT_BASE64]]")
		os.Exit(2)
	}
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
