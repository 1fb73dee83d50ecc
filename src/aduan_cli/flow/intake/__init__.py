"""Taking calls: one by one (`call`) and from files (`records`)."""
