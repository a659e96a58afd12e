"""What Alembic runs to find its connection: the one that `schema.migrated` holds, in its transaction."""

from alembic import context

context.configure(
    connection=context.config.attributes["connection"],
    version_table=context.config.attributes["version_table"],
    transactional_ddl=True,  # in both databases: a step is made whole or not at all
)
with context.begin_transaction():
    context.run_migrations()
