"""Who and what a text names: people, companies, products, places, prices, days, handles, links, mail addresses."""
