"""What `aduan rules ...` does: revisions and their differences, trying rules, replaying, learning."""
