"""Doctor: does what is kept still agree with itself, and what is to be done where it does not."""
