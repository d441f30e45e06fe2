"""Values made readable: pure functions from values to rich text. Nothing prints."""
