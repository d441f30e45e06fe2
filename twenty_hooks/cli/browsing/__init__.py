"""The keys of `hooks listen`, and the screens they open over what came."""
