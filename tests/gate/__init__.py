"""The gate: held to the interpreter, kept warm, asked over lists, and the suppression list."""
