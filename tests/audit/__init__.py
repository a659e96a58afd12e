"""The audit log and its checkpoint."""
