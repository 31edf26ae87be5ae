"""Licences as data: ids, expressions, texts, and what each asks of who distributes."""
