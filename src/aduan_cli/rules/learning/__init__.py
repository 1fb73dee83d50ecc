"""Proposing rules from old complaints whose unit is known: plain tables that a person can read and edit.

Pure: complaints come in as `Sample`s, a `Draft` of categories and rules goes out. How good a draft is, is not
said here: the engine runs the compiled draft over complaints that were held out (`flow/rulebook/learning.py`).
"""
