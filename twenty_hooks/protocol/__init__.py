"""What Twenty sends, without any I/O.

signature: sign and verify a delivery
events:    event names, operations, and the body of every release
objects:   the standard objects, singular and plural, and the metadata objects
urls:      target URLs as Twenty parses them
networks:  which target URLs are inside a network, so that Twenty refuses to call them
"""
