"""The options of the commands, one module per group of commands."""
