"""The heart: what is true of one activation, whoever asks. No Textual, no prompt, no argv, no httpx."""
