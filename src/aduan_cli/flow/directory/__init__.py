"""The counter: what callers ask, and what they are told."""
