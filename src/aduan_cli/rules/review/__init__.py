"""What is told of rules: what can't be meant, what changed, what is in force, how often they agree with the record."""
