"""The morning mail: who needs a member and what their queries heard, once a day and never empty."""
