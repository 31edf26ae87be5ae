"""The policy of a repository: its own holders, components, allowed licences and exceptions."""
