"""Members: the people and programs that act for them, how they prove it, what they may, and what they did."""
