"""What `hooks replay` does: choose deliveries, schedule and send them again."""
