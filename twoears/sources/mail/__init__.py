"""Mail, as mbox, Maildir, `.eml` or a zip of these."""
