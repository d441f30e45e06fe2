"""Deliveries, what verifying and forwarding them gave, and how they are compared.

delivery:     one HTTP request, and its JSON form
verification: verify a delivery with the secrets at hand
response:     the response of a receiver
attempt:      one attempt to forward or resend a delivery
routing:      where a delivery is forwarded to, by its event
stored:       deliveries with an id, and their summaries
history:      what earlier deliveries of the same record say about one
json_diff:    the differences between two JSON values
redaction:    mask secrets in a delivery
redacted:     mask secrets in a stored delivery and its history
"""
