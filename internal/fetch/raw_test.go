package fetch_test

import (
	"bufio"
	"io"
	"net"
	"net/http"
	"sync"
	"testing"
)

// raw is a server that says just what it is told to: reply has the connection
// for itself once a request was read from it, and it is closed afterwards. It
// returns the server's address.
func raw(t testing.TB, reply func(net.Conn, *http.Request)) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var connections sync.WaitGroup
	connections.Go(func() {
		for {
			connection, err := listener.Accept()
			if err != nil {
				return
			}
			connections.Go(func() { answerOn(connection, reply) })
		}
	})
	t.Cleanup(func() {
		listener.Close()
		connections.Wait()
	})
	return "http://" + listener.Addr().String()
}

func answerOn(connection net.Conn, reply func(net.Conn, *http.Request)) {
	defer connection.Close()
	request, err := http.ReadRequest(bufio.NewReader(connection))
	if err != nil {
		return
	}
	reply(connection, request)
}

// says is a server that sends the same text to everybody and then hangs up
// politely.
func says(t testing.TB, text string) string {
	return raw(t, func(connection net.Conn, _ *http.Request) {
		io.WriteString(connection, text)
		connection.(*net.TCPConn).CloseWrite()
		io.Copy(io.Discard, connection)
	})
}

// forEver writes a text until nobody listens any more.
func forEver(start, again string) func(net.Conn, *http.Request) {
	return func(connection net.Conn, _ *http.Request) {
		_, err := io.WriteString(connection, start)
		for err == nil {
			_, err = io.WriteString(connection, again)
		}
	}
}

// begins is a server that sends a text and then nothing, until the other side
// gives up.
func begins(t testing.TB, text string) string {
	return raw(t, func(connection net.Conn, _ *http.Request) {
		io.WriteString(connection, text)
		io.Copy(io.Discard, connection)
	})
}
