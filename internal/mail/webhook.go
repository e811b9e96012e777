package mail

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// Webhook posts each message as JSON to an address, signed as the Standard
// Webhooks specification has it: the receiver can tell that it comes from us,
// when, and by its id that it came before.
type Webhook struct {
	URL string
	// Secret is the key of the signature: what stands after whsec_ in base64,
	// or else the bytes as they are.
	Secret string
	Now    func() time.Time
	Client *http.Client // one that follows no redirects
}

// posted is the JSON of a message.
type posted struct {
	ID          string    `json:"id"`
	From        string    `json:"from"`
	To          string    `json:"to"`
	Subject     string    `json:"subject"`
	Date        time.Time `json:"date"`
	List        string    `json:"list,omitempty"`
	Language    string    `json:"language,omitempty"`
	Unsubscribe string    `json:"unsubscribe,omitempty"`
	HTML        string    `json:"html"`
	Text        string    `json:"text"`
}

// Send posts one message. An Outage is that nobody answers, that we are not let
// in, or that there is nothing at the address; a Refusal is 400, 410, 413 or 422.
func (h *Webhook) Send(ctx context.Context, m Message) error {
	e, err := m.envelope()
	if err == nil {
		_, err = m.fields(e)
	}
	if err != nil {
		return fmt.Errorf("write message: %w", err)
	}
	body, err := json.Marshal(posted{
		m.MessageID, m.From, m.To, m.Subject, m.Date, m.ListID, m.Language, m.ListUnsubscribe, m.HTML(), m.Text(),
	})
	if err != nil {
		return fmt.Errorf("write message: %w", err)
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, h.URL, bytes.NewReader(body))
	if err != nil {
		return outage(ctx, fmt.Errorf("webhook: %w", err))
	}
	h.sign(request, m.MessageID, body)
	return h.do(ctx, request)
}

func (h *Webhook) sign(request *http.Request, id string, body []byte) {
	at := strconv.FormatInt(h.Now().Unix(), 10)
	mac := hmac.New(sha256.New, h.key())
	mac.Write([]byte(id + "." + at + "."))
	mac.Write(body)
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Webhook-Id", id)
	request.Header.Set("Webhook-Timestamp", at)
	request.Header.Set("Webhook-Signature", "v1,"+base64.StdEncoding.EncodeToString(mac.Sum(nil)))
}

func (h *Webhook) key() []byte {
	if text, ok := strings.CutPrefix(h.Secret, "whsec_"); ok {
		if key, err := base64.StdEncoding.DecodeString(text); err == nil {
			return key
		}
	}
	return []byte(h.Secret)
}

func (h *Webhook) do(ctx context.Context, request *http.Request) error {
	response, err := h.Client.Do(request)
	if failure := (*url.Error)(nil); errors.As(err, &failure) {
		err = failure.Err // without the address, which may hold a token
	}
	if err != nil {
		return outage(ctx, fmt.Errorf("webhook: %w", err))
	}
	defer response.Body.Close()
	said, _ := io.ReadAll(io.LimitReader(response.Body, 4<<10))
	return h.judge(response, firstLine(said))
}

func (h *Webhook) judge(response *http.Response, said string) error {
	switch response.StatusCode {
	case http.StatusBadRequest, http.StatusGone, http.StatusRequestEntityTooLarge, http.StatusUnprocessableEntity:
		return &Refusal{Stage: "POST", Code: response.StatusCode, Text: said}
	}
	err := fmt.Errorf("webhook: %s: %s", response.Status, said)
	switch code := response.StatusCode; {
	case code/100 == 2:
		return nil
	case code/100 == 3, code/100 == 4, code >= 502 && code <= 504:
		return &Outage{Err: err, Wait: retryAfter(response)}
	}
	return err
}

// retryAfter is the seconds that an answer asks for; dates are not looked at.
func retryAfter(response *http.Response) time.Duration {
	seconds, err := strconv.ParseUint(response.Header.Get("Retry-After"), 10, 32)
	if err != nil {
		return 0
	}
	return time.Duration(seconds) * time.Second
}

// Close ends the connections that were kept.
func (h *Webhook) Close() error {
	h.Client.CloseIdleConnections()
	return nil
}
