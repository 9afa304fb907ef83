"""Where people stand: the rules in force, what members decided, what another set of rules would say, and flows."""
