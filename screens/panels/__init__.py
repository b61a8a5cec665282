"""Full screens laid over Connect, each for one thing that the check list names; every way out leads back to it."""
