"""What was published: versions, files, artefacts."""
