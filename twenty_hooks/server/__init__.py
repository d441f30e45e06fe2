"""The HTTP server of `hooks listen`."""
