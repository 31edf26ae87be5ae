"""What the policy says of each notice that was found."""
