"""What the commands about webhooks have in common: Twenty, a choice, a document."""
