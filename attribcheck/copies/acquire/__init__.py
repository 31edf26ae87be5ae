"""Takes the files of a component from where it is published. Nothing of it is ever executed."""
