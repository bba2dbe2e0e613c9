"""What an attacker would try; every file is a stranger with a purpose."""
