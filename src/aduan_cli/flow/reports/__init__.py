"""What the desk's calls add up to: each figure is defined once, in `measures`, and computed by one function."""
