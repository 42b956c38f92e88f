"""What a recipient does: consent, signature, values, finishing, declining."""
