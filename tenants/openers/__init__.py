"""What opens transactions itself, with slow work before, between or after them."""
