"""What `hooks listen` shows, and passes on, of what comes."""
