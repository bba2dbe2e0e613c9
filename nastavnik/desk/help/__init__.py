"""«Помощь»: the guides of docs/ shown in the product."""
