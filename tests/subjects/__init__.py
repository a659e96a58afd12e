"""What Troth knows of a person."""
