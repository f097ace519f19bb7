"""A small shop that really runs, for the tests that need an HTTP server: real services, store in memory."""
