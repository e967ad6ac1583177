"""Store: the control database, the versions and the generations; what is kept, and how it is reached."""
