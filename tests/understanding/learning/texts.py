"""What people might say of three needs, and of nothing in particular."""

SIGNAL = [
    "No signal in the lab since noon", "The signal is gone again", "Signal lost twice today", "My signal drops daily",
    "Weak signal behind the wall", "The wireless signal fails in the cellar", "We have no signal on floor two",
    "Is the signal down for others, too?",
]  # fmt: skip
INVOICE = [
    "The invoice is late again", "Two invoices for one month", "Wrong sum on our invoice", "Resend the invoice?",
    "Your invoice has the old address", "The invoice lacks our number", "I was billed twice on one invoice",
    "An invoice in dollars, please",
]  # fmt: skip
BATTERY = [
    "The battery is flat by lunch", "Battery drains overnight", "A battery that lasts a week, please",
    "How do I change the battery?", "Battery dead after the update", "The battery gets hot", "Old battery, new sensor",
    "My battery does not charge",
]  # fmt: skip
IDLE = [
    "Lovely weather on the hill", "Good luck with the marathon", "My cat sleeps all day", "See you on Friday!",
    "What a match yesterday", "The train was full", "Happy birthday, Ann", "Soup for lunch",
]  # fmt: skip
