"""The composition root: where the settings of one command become a store, rules, unit code and a clock."""
