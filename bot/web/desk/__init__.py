"""The agents' console: server-drawn pages, kept live by one event stream per window."""
