package main

import (
	"errors"
	"strconv"
	"strings"
	"time"

	"example.com/ossmeta/signer"
)

// A list is a flag that may be given several times.
type list []string

func (l *list) String() string { return strings.Join(*l, " ") }

func (l *list) Set(s string) error {
	*l = append(*l, s)
	return nil
}

// A version is the value of -signature.
type version signer.Version

func (v *version) String() string { return strings.ToLower(signer.Version(*v).String()) }

func (v *version) want() string { return "is v1 or v4" }

func (v *version) Set(s string) error {
	switch strings.ToLower(s) {
	case "v1":
		*v = version(signer.V1)
	case "v4":
		*v = version(signer.V4)
	default:
		return errors.New(v.want())
	}
	return nil
}

// seconds is the value of -time and -presign.
type seconds struct {
	value int64
	given bool
}

func (s *seconds) String() string { return strconv.FormatInt(s.value, 10) }

func (s *seconds) want() string { return "is a whole number of seconds" }

func (s *seconds) Set(text string) (err error) {
	if s.value, err = strconv.ParseInt(text, 10, 64); err != nil {
		return errors.New(s.want())
	}
	s.given = true
	return nil
}

// A lifetime is the value of -expires: 0 if it was not given.
type lifetime time.Duration

func (l *lifetime) String() string { return time.Duration(*l).String() }

func (l *lifetime) want() string {
	return "is a duration of whole seconds, from 1s to 168h, such as 90s, 15m or 12h"
}

func (l *lifetime) Set(text string) error {
	d, err := time.ParseDuration(text)
	if err != nil || d < time.Second || d > signer.MaxExpires || d%time.Second != 0 {
		return errors.New(l.want())
	}
	*l = lifetime(d)
	return nil
}
