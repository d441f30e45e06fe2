"""Run the real listener and the real sender together: the work of `hooks demo`.

scenario   the deliveries, and how each must be verified
listener   a listener on a free port, whose output is printed
run        one run of the command
"""
