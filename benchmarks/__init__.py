"""How fast Troth is, always beside what the same work costs without it: `make bench` (docs/benchmarks.md)."""
