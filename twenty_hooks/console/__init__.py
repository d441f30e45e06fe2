"""The terminal and the standard streams of a command.

output:     print results on stdout, messages and errors on stderr
wrapping:   wrap messages at the width of the terminal
escape:     make text from outside safe to print
file_input: read a FILE argument, or stdin
prompts:    ask for confirmation
hints:      commands that a hint suggests
tty:        single keys and the alternate screen
"""
