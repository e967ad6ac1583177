"""Values: what members write in a cell, and what it says as data; texts in, values out."""
