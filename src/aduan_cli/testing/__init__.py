"""For those who write plugins: helpers for their tests, which are our own as well."""
