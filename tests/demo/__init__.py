"""The embedded shop, its story and its pages."""
