"""What is answered: the values of the pages as JSON. Names are a promise: more may come, none changes or goes."""
