package osstest

import (
	"strconv"

	"example.com/ossmeta/headers"
	"example.com/ossmeta/xmlerr"
)

// Bounds of x-oss-traffic-limit, in bit/s (OSS "Single-connection bandwidth
// throttling").
const (
	minTraffic = 819_200
	maxTraffic = 838_860_800
)

// checkTraffic refuses a x-oss-traffic-limit, in the header or in the query,
// that OSS does not take. The server keeps to none.
func (c *call) checkTraffic() *xmlerr.Error {
	sent, e := c.single(headers.XOSSTrafficLimit)
	if e != nil {
		return e
	}
	inQuery := c.query[headers.XOSSTrafficLimit] != nil
	switch {
	case sent == "" && !inQuery:
		return nil
	case sent != "" && inQuery:
		return invalidEC(ecTrafficTwice, headers.XOSSTrafficLimit, sent, "The limit is in the header and in the query.")
	case inQuery:
		sent = c.queryValue(headers.XOSSTrafficLimit)
	}
	if n, err := strconv.Atoi(sent); err != nil || n < minTraffic || n > maxTraffic {
		return invalidEC(ecTraffic, headers.XOSSTrafficLimit, sent, "The limit is not a number from 819200 to 838860800.")
	}
	return nil
}
