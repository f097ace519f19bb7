"""The loops that keep a shop going: reading the inbox and sending the outbox."""
