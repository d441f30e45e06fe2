"""A webhook of Twenty, its operations, and the warnings about it. Pure."""
