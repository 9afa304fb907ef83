"""What members' answers teach of who is who: learnt, tried on answers that it was not taught, and shown."""
