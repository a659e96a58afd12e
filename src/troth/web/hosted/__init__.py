"""One site as a process serves it: secrets, policies at hand, writer, log, metrics, and what is done by itself."""
