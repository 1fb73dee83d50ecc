"""What the desk does: stages that don't call one another; the stored state joins them."""
