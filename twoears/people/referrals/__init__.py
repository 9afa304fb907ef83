"""Referrals: who sent whom, what came of it, and who would send somebody if asked."""
