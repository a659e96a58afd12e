"""The rules of the house, tested: pure rooms, the direction of imports, documents, CI."""
