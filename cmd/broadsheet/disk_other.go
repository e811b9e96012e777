//go:build !linux && !darwin && !freebsd

package main

import "errors"

// roomAt cannot be told here.
func roomAt(string) (uint64, error) { return 0, errors.ErrUnsupported }
