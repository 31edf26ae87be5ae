"""Go."""

from attribcheck.copies.lexers.go import lex

PLAIN = """
func (s *Store) Find(key string) (Item, error) {
	s.lock.Lock()
	defer s.lock.Unlock()
	item, ok := s.items[key]
	if !ok {
		return Item{}, ErrMissing
	}
	go func() { s.seen <- item.Name }()
	return item, nil
}
"""


def codes(text: str) -> bytes:
    return lex(text).codes


def test_renamed_code_has_the_codes_of_its_origin() -> None:
    disguised = PLAIN
    for name in ("Store", "Find", "items", "item", "key", "lock"):
        disguised = disguised.replace(name, f"q{len(name)}")
    head = 'package a\n\nimport (\n\t"fmt"\n\tb "c/d"\n)\n\n// Find finds.\n'
    assert codes(head + disguised) == codes(PLAIN)


def test_a_raw_string_may_hold_a_backslash_at_its_end() -> None:
    assert codes("x := `a\\`\ny := 1") == codes('x := "a"\ny := 1')
