"""The matching engine: optimal, proved and explained pairs from ids and levels, without Django."""
