"""What is kept on disk: unfinished activations and receipts."""
