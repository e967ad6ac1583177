"""Routes: one module per family of addresses; each reads a state, makes a representation and answers."""
