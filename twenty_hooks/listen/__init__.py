"""What `hooks listen` does with each delivery: store, show and forward it."""
