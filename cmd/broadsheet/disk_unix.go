//go:build linux || darwin || freebsd

package main

import "golang.org/x/sys/unix"

// roomAt is how many bytes we may still write on the disk of a folder.
func roomAt(folder string) (uint64, error) {
	var disk unix.Statfs_t
	if err := unix.Statfs(folder, &disk); err != nil {
		return 0, err
	}
	return uint64(disk.Bavail) * uint64(disk.Bsize), nil //nolint:unconvert // the types differ from system to system
}
