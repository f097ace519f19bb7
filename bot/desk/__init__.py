"""Pure rules of the handoff: who may do what to a case, and what it becomes."""
