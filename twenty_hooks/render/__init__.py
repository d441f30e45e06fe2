"""Turn values into lines of text for a terminal."""
