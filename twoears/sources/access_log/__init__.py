"""The access log of a web server: who came to which page, and from where, without the addresses of their computers."""
