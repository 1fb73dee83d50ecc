"""What numbers and codes a text says, as `[readings]` of the rules ask for them."""
