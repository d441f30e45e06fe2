"""What `hooks replay` sends again, when, and what becomes of it."""
