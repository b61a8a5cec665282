"""The clients: how each cloud is asked. They don't know each other, and nothing of what an activation is."""
