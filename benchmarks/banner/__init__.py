"""The banner beside the best open ones, in one browser and one run (docs/benchmarks.md)."""
