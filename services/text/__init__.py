"""Words: the translation, reading it, and cleaning what comes from outside."""
