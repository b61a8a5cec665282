"""Northe's cloud: the client, and the contract (v1) that it speaks until Northe publishes theirs."""
