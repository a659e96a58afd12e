"""What programs ask over HTTP, each with a token of its own (tokens/)."""
