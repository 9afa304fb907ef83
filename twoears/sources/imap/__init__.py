"""A mailbox in use: read over IMAP as mail comes, answered over SMTP."""
