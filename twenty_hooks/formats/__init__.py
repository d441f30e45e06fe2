"""Read and write deliveries: JSON Lines, raw HTTP, HAR and curl."""
