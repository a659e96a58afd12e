"""Claims in words: pages, notices, registers."""
