"""Query: what the network says, as values; from one generation and the control database, without HTTP."""
