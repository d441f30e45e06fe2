"""Verify deliveries of a file, a pipe or the store: the work of `hooks verify`.

source      opens what is to be verified
diagnosing  finds the cause of an invalid signature
result      one verdict as JSON, and the totals of a run
run         one run of the command
"""
