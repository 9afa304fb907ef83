"""An account's own repository of the AT Protocol: a CAR file, or its records as `listRecords` gives them."""
