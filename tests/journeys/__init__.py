"""A person's or operator's story, from the manifest to the evidence."""
