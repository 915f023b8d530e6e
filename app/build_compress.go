//go:build !js

package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"

	"github.com/andybalholm/brotli"
)

// The levels of compression: the best there are. app.wasm takes about 20
// seconds of brotli, the same as other implementations (and gives the same
// bytes), which is why results are remembered by content.
const (
	brotliQuality = 11
	brotliWindow  = 24 // log2 of bytes: the largest that Content-Encoding allows (RFC 7932 section 9.1)
	gzipLevel     = gzip.BestCompression
)

// compress writes FILE.br and FILE.gz beside every file of the site, on all
// processors.
func (b *builder) compress(ctx context.Context) error {
	if b.fast {
		return nil
	}
	var names []string
	err := filepath.WalkDir(b.out, func(name string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			names = append(names, name)
		}
		return err
	})
	if err != nil {
		return err
	}
	var wait sync.WaitGroup
	failed := make([]error, len(names))
	slots := make(chan struct{}, runtime.GOMAXPROCS(0))
	for i, name := range names {
		wait.Go(func() {
			slots <- struct{}{}
			defer func() { <-slots }()
			if failed[i] = ctx.Err(); failed[i] == nil {
				failed[i] = b.compressFile(name)
			}
		})
	}
	wait.Wait()
	for i, err := range failed {
		if err != nil {
			return fmt.Errorf("%s: %w", names[i], err)
		}
	}
	return nil
}

// compressFile writes both variants of one file.
func (b *builder) compressFile(name string) error {
	content, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	for _, variant := range compressed {
		packed, err := b.packed(content, variant.coding)
		if err != nil {
			return err
		}
		if err := os.WriteFile(name+variant.suffix, packed, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// packed compresses content. Large results are kept in web/build, named by the
// content's digest.
func (b *builder) packed(content []byte, coding string) ([]byte, error) {
	const worthKeeping = 100_000 // bytes
	sum := sha256.Sum256(content)
	kept := b.path("web", "build", "packed", hex.EncodeToString(sum[:])+"."+coding)
	if len(content) >= worthKeeping {
		if packed, err := os.ReadFile(kept); err == nil {
			return packed, nil
		}
	}
	packed, err := pack(content, coding)
	if err != nil || len(content) < worthKeeping {
		return packed, err
	}
	if err := os.MkdirAll(filepath.Dir(kept), 0o755); err != nil {
		return nil, err
	}
	// Written aside and renamed: an interrupted build leaves no half result.
	aside := kept + ".new"
	if err := os.WriteFile(aside, packed, 0o644); err != nil {
		return nil, err
	}
	return packed, os.Rename(aside, kept)
}

// pack compresses content as a Content-Encoding names it.
func pack(content []byte, coding string) ([]byte, error) {
	var packed bytes.Buffer
	var w io.WriteCloser
	switch coding {
	case "br":
		w = brotli.NewWriterOptions(&packed, brotli.WriterOptions{Quality: brotliQuality, LGWin: brotliWindow})
	case "gzip":
		gz, err := gzip.NewWriterLevel(&packed, gzipLevel)
		if err != nil {
			return nil, err
		}
		w = gz
	default:
		return nil, fmt.Errorf("unknown coding %q; expected one of %s", coding, strings.Join(codings(), ", "))
	}
	if _, err := w.Write(content); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return packed.Bytes(), nil
}

// codings lists the names that [pack] knows.
func codings() []string {
	var names []string
	for _, variant := range compressed {
		names = append(names, variant.coding)
	}
	return names
}
