"""The full-screen mouth: the app with its screens, and the parts that it has."""
