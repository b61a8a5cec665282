"""What is true of numbers and names, whoever asks: accounts, addresses, serial numbers, money, the catalogue."""
