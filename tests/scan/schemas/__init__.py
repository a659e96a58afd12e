"""Schemas with their truth: what each column holds of people, as a person would say."""
