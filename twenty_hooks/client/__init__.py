"""Sends requests to receivers, as Twenty sends them."""
