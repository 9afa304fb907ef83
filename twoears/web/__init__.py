"""The pages: parse what was asked, call the action, show what it gave."""
