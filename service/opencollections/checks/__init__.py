"""Checks: what is wrong or doubtful in the statements of a draft, and the cells that it comes from."""
