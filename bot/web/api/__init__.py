"""The JSON API under `/api/v1`: everything an agent does, for programs."""
