"""What is installed beside the repository and ships with it: Python's and npm's packages."""
