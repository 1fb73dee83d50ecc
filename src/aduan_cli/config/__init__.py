"""Files that people write: TOML into settings and rule sets, all problems collected, each with its place."""
