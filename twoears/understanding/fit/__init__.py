"""Message fit: a draft beside the words, the language, the reading level and the questions of those it is meant for."""
