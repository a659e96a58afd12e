"""Tests of the definition of claims and of what decides by it."""
