"""A webhook of Twenty, its operations, and what looks wrong about it. Pure."""
