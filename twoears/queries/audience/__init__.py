"""An audience of reach: those who said what a kept query finds."""
