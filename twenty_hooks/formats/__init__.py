"""Deliveries in files: JSON Lines, raw HTTP, HAR and curl."""
