"""Files, directories, locks and exceptions of the operating system.

files:           read files, write private files atomically, lock a file for changes
paths:           the directories of configuration, cache and store
process_lock:    a lock file that shows whether a process still runs
exception_chain: the causes behind an exception of a library
"""
