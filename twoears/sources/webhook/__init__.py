"""Whatever a program calls us with: CloudEvents or plain JSON, read once a member has said what its fields mean."""
