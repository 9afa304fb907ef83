"""The whole network of Bluesky as it happens: Jetstream, or the firehose of a server."""
