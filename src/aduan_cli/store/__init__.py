"""Where complaints are kept."""
