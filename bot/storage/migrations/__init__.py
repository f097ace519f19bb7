"""The history of the tables, run by `bot.storage.sql.migrate` when kefu starts."""
