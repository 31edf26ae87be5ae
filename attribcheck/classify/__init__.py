"""Classification of notices by the policy."""
