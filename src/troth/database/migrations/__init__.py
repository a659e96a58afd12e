"""The history of Troth's tables: one numbered file per step, the same for SQLite and PostgreSQL."""
