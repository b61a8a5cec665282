"""The ground floor: what is true whoever asks. Knows neither Textual nor screens."""
