"""Reads and writes JSON as JavaScript does, and sizes and durations as people do."""
