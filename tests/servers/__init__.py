"""The database servers that other tests stand on."""
