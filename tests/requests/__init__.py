"""An answer to a person: what is found, what of it is shown, and how it is written."""
