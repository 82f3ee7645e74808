"""Inputs that nobody chose, and what holds of each."""
