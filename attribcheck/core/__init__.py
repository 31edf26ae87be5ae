"""Values, errors and escaping of untrusted text, for every layer; standard library only."""
