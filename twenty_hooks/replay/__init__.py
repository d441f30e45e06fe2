"""Resend received deliveries: the work of `hooks replay`.

options         what the command line asks for, checked
plan            which deliveries are sent, to where, in which order
selection       a plan from the store
file_source     a plan from files; spool keeps their deliveries
pipe_reader     deliveries of a pipe, each sent as it is read
requests        builds, signs and accounts for each request
schedule        when each request is due
result_writer   stores the results beside the deliveries
run             one run of the command
"""
