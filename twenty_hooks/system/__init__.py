"""Files, directories, locks and exceptions of the operating system."""
