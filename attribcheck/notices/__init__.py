"""What is known of notices themselves, whoever finds them: holders, years, legal files."""
