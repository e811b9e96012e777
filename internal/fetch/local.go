package fetch

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
)

// readFile reads a file: address. Its hash alone says whether it changed: the
// time of a file is no validator, copies and restores turn it back.
func (c *Client) readFile(u *url.URL, r Request) (Response, error) {
	path, err := c.path(u)
	if err != nil {
		return Response{}, err
	}
	// Looked at before it is opened: to open a pipe would wait for a writer.
	info, err := os.Stat(path)
	if err != nil {
		return Response{}, err
	}
	if !info.Mode().IsRegular() {
		return Response{}, fmt.Errorf("%s is not a regular file", path)
	}
	file, err := os.Open(path)
	if err != nil {
		return Response{}, err
	}
	defer file.Close()
	body, err := readAll(file, c.maxBody)
	if err != nil {
		return Response{}, err
	}
	return settle(Response{Body: body, URL: u.String()}, r), nil
}

// path is the file that a file: address means (RFC 8089): "file:///absolute"
// or, beyond the RFC, "file:relative" to the client's folder.
func (c *Client) path(u *url.URL) (string, error) {
	if u.Host != "" && u.Host != "localhost" {
		return "", fmt.Errorf("the file is on %q: for a file here write file:relative or file:///absolute", u.Host)
	}
	if u.Opaque == "" {
		return filepath.FromSlash(u.Path), nil
	}
	relative, err := url.PathUnescape(u.Opaque)
	if err != nil {
		return "", err
	}
	return filepath.Join(c.folder, filepath.FromSlash(relative)), nil
}

// ask has an Opener answer.
func (c *Client) ask(caller context.Context, opener Opener, u *url.URL, r Request) (Response, error) {
	ctx, cancel := context.WithTimeout(caller, c.timeout)
	defer cancel()
	body, contentType, err := opener(ctx, u)
	switch {
	case err != nil && caller.Err() != nil:
		return Response{}, context.Cause(caller)
	case errors.Is(err, context.DeadlineExceeded):
		return Response{}, c.inWords(err, "no answer")
	case err != nil:
		return Response{}, err
	case int64(len(body)) > c.maxBody:
		return Response{}, tooLarge(c.maxBody)
	}
	return settle(Response{Body: body, ContentType: contentType, URL: u.String()}, r), nil
}
