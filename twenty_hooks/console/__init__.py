"""The terminal: output, input, prompts, keys, and the escaping of hostile text."""
