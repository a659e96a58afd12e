"""Tests of export/: what leaves the stores, and what does not."""
