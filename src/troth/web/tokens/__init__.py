"""What lets somebody in: tokens of programs (model, records, known), and the sealed passes of links (passes)."""
