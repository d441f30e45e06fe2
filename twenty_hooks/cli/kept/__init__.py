"""Where `hooks listen` keeps what comes, and how it is read again, row by row."""
