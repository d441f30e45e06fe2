"""Send deliveries that are made up or given: the work of `hooks send`.

payloads   the bodies to send
plan       what the options ask for; raises every usage error
report     responses as they arrive, and the totals
run        one run of the command
"""
