"""Text formats without any I/O.

js_json: read and write JSON exactly as JavaScript does
units:   durations, sizes, rates and times, as text and as numbers; the clock
"""
