"""What people write in rule files: the tables and their meaning, compiled to the one form that the engine runs."""
