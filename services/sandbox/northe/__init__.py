"""The Northe contract v1 as a server: our stand-in, since Northe publishes no API."""
