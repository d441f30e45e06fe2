"""Send deliveries to receivers exactly as Twenty does."""
