"""Members: who may publish, and the tokens that prove it."""
