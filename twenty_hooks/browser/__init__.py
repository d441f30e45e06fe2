"""The interactive list of deliveries in `hooks listen`."""
