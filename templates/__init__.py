"""The Jinja templates of the attribution documents, shipped as ``attribcheck.templates``."""
