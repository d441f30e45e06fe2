"""What `hooks send` does: payloads to send, and the report of the responses."""
