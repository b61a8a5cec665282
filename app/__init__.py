"""The top floor: the program. Knows everything and is imported by nobody but tests."""
