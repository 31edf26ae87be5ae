"""attribcheck: whose code is this, is it declared, is it attributed?"""

__version__ = "0.1.0"
