"""How it is installed, started, stopped and judged from outside."""
