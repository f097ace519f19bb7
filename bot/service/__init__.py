"""Use cases over ports: what the shop can do, each a short function of a unit of work."""
