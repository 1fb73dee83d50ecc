"""From complaints and other rows to what is printed: tables, JSON, CSV. Only home of wcwidth."""
