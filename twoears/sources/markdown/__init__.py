"""A blog as a static site generator keeps it: Markdown files with front matter."""
